package io.github.virtcompanion.inventory;

import io.github.virtcompanion.advice.Diagnosis;
import io.github.virtcompanion.host.GuestProcesses;
import io.github.virtcompanion.host.HostReader;
import io.github.virtcompanion.host.Images;
import io.github.virtcompanion.host.MdStat;
import io.github.virtcompanion.host.Places;
import io.github.virtcompanion.host.RecordedLibvirt;
import io.github.virtcompanion.host.Tuning;
import io.github.virtcompanion.model.Cpu;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.HostFacts;
import io.github.virtcompanion.model.ImageFacts;
import io.github.virtcompanion.model.LibvirtView;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Place;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.Patience;
import io.github.virtcompanion.system.SystemFiles;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads a host from its files; of another host it knows only what libvirt says.
public final class HostFiles implements HostSource {
    private final SystemFiles files;
    private final Commands commands;
    private final Patience patience = new Patience(Images.LIMIT);

    public HostFiles(SystemFiles files, Commands commands) {
        this.files = files;
        this.commands = commands;
    }

    @Override
    public Host read(ConnectionSpec spec, LibvirtView view, Set<String> imagePaths) {
        if (spec.kind() == ConnectionSpec.Kind.REMOTE) return ToldHost.of(spec.uri(), view, imagePaths, Message.of("inventory.host.remote"));
        return read(spec.uri(), view, imagePaths);
    }

    /// The host that these files are of, whatever the URI says.
    Host read(String uri, LibvirtView view, Set<String> imagePaths) {
        // Both ask commands, of which any may hang.
        Supplier<HostFacts> meanwhile = meanwhile(() -> new HostReader(files, commands).read());
        Map<String, Fact<Place>> places = new Places(files, commands).of(imagePaths);
        Map<String, ImageFacts> images = new Images(files, commands, patience).of(places);
        HostFacts facts = meanwhile.get();
        return new Host(uri, Diagnosis.judge(facts, RecordedLibvirt.read(files).orElse(view)), places, MdStat.read(files), facts.kernel(),
                facts.cpu().map(Cpu::arch), images, Tuning.read(files, facts.nested()), view.host().node());
    }

    private <T> Supplier<T> meanwhile(Supplier<T> question) {
        if (!files.real()) return question;
        CompletableFuture<T> answer = CompletableFuture.supplyAsync(question, work -> Thread.ofPlatform().daemon().name("host").start(work));
        return answer::join;
    }

    @Override
    public Map<String, Instant> runningSince(ConnectionSpec spec) {
        return spec.kind() == ConnectionSpec.Kind.LOCAL ? GuestProcesses.startedAt(files) : Map.of();
    }

    @Override
    public String signature(ConnectionSpec spec) {
        if (spec.kind() == ConnectionSpec.Kind.REMOTE) return "";
        String modules = Stream.of("kvm", "kvm_intel", "kvm_amd", "kvm_hv", "vboxdrv", "vmmon").filter(module -> exists("/sys/module/" + module)).collect(Collectors.joining(" "));
        return (exists("/dev/kvm") ? "/dev/kvm " : "") + modules;
    }

    private boolean exists(String path) {
        return files.exists(path).toOptional().orElse(false);
    }
}
