package io.github.virtcompanion.host;

import io.github.virtcompanion.system.SystemFiles;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Follows symbolic links on the way to images, without setting foot on a file system of the network: a dead server
/// would hold us for ever. Directories are looked at once for all images in them.
public final class Links {
    private static final Pattern NETWORK = Pattern.compile("nfs.*|cifs|smb.*|9p|afs|ceph|glusterfs|lustre|fuse.*|autofs|coda|ncpfs");
    private static final int MOST = 40;

    /// Of another computer, or of a program that answers in its stead.
    public static boolean network(String fileSystem) {
        return NETWORK.matcher(fileSystem).matches();
    }

    private final SystemFiles files;
    private final Mounts mounts;
    private final Map<String, String> directories = new HashMap<>();

    public Links(SystemFiles files, Mounts mounts) {
        this.files = files;
        this.mounts = mounts;
    }

    /// @return the path without links as far as they could be read; a relative path stays as it is
    public String resolve(String path) {
        return path.startsWith("/") ? resolve(path, 0) : path;
    }

    private String resolve(String path, int links) {
        if (path.length() > 4096 || links > MOST) return path;
        int slash = path.lastIndexOf('/');
        String name = path.substring(slash + 1);
        String parent = slash <= 0 ? "" : directory(path.substring(0, slash), links);
        if (name.isEmpty() || name.equals(".")) return parent.isEmpty() ? "/" : parent;
        if (name.equals("..")) return parent.contains("/") && parent.lastIndexOf('/') > 0 ? parent.substring(0, parent.lastIndexOf('/')) : "/";
        String whole = (parent.equals("/") ? "" : parent) + "/" + name;
        if (mounts.at(whole).filter(mount -> network(mount.type())).isPresent()) return whole;
        Optional<String> target = files.readLink(whole).toOptional();
        if (target.isEmpty()) return whole;
        return resolve(target.get().startsWith("/") ? target.get() : parent + "/" + target.get(), links + 1);
    }

    private String directory(String path, int links) {
        String known = directories.get(path);
        if (known == null) {
            known = resolve(path, links);
            directories.put(path, known);
        }
        return known;
    }
}
