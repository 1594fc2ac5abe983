package io.github.virtcompanion.cli;

import io.github.virtcompanion.options.Catalogue;
import io.github.virtcompanion.options.Setting;
import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `virt-companion completion`: a script for bash that completes commands, options, domains, settings and their values. The
/// package's completions for zsh and fish ask it.
@Command(name = "completion")
final class CompletionCommand extends Shared implements Callable<Integer> {
    /// Those of the demo host, which need no connection to be known.
    private static final List<String> DEMO = List.of("debian-testing", "freebsd-8", "openbsd-4.9", "openbsd-5.0", "openindiana", "windows-vista");
    private static final String SCRIPT = """
            # bash completion for virt-companion; made by: virt-companion completion
            # The line is parted at blanks only: = and : part words in COMP_WORDS, so that disk.vda.cache=none would be three.
            _virt_companion() {
                local line cur command= connection= word words domains i target
                line=${COMP_LINE:0:COMP_POINT}
                cur=${line##*[[:space:]]}
                read -ra words <<<"$line"
                [ -n "$cur" ] || words+=("")
                for ((i = 1; i < ${#words[@]} - 1; i++)); do
                    case ${words[i]} in
                        -c | --connect) connection=${words[i + 1]}; i=$((i + 1)) ;;
                        --connect=*) connection=${words[i]#*=} ;;
                        -*) ;;
                        *) [ -n "$command" ] || command=${words[i]} ;;
                    esac
                done
                COMPREPLY=()
                case ${words[${#words[@]} - 2]} in
                    -c | --connect) COMPREPLY=($(compgen -W "qemu:///system qemu:///session demo:///" -- "$cur"))
                        # The part up to the last colon stands already.
                        case ${COMP_WORDBREAKS-} in *:*) word=${cur%"${cur##*:}"}; COMPREPLY=("${COMPREPLY[@]#"$word"}") ;; esac
                        return ;;
                    --to) COMPREPLY=($(compgen -W "kvm qemu" -- "$cur")); return ;;
                    --cpu) COMPREPLY=($(compgen -W "host-passthrough host-model maximum keep" -- "$cur")); return ;;
                    --format) COMPREPLY=($(compgen -W "qcow2 raw" -- "$cur")); return ;;
                    --root) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                esac
                if [ -z "$command" ]; then
                    COMPREPLY=($(compgen -W "@COMMANDS@ --connect --help --version" -- "$cur"))
                    return
                fi
                case $command:$cur in
                    *:-*) _virt_companion_options "$command"
                        COMPREPLY=($(compgen -W "$options" -- "$cur")); return ;;
                    set:*=* | edit:*=*) _virt_companion_values "${cur%%=*}"
                        COMPREPLY=($(compgen -W "$values" -- "${cur#*=}"))
                        case ${COMP_WORDBREAKS-=} in *=*) ;; *) COMPREPLY=("${COMPREPLY[@]/#/"${cur%%=*}="}") ;; esac
                        return ;;
                    bench:*) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$cur")); return ;;
                    capture:*) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur")); return ;;
                    settings:*) COMPREPLY=($(compgen -W "$(_virt_companion_settings)" -- "$cur")); return ;;
                esac
                domains=
                case $command in set | show | switch | finish | undo | redo | history | restore | meter) domains=$(_virt_companion_machines "$connection") ;; esac
                if [ "$command" = set ] || [ "$command" = edit ]; then
                    target=$(_virt_companion_settings)
                    case $cur in
                        disk.?*.*) word=${cur#disk.}; word=${word%%.*}; target=${target//disk.\\*./disk.$word.} ;;
                        nic.?*.*) word=${cur#nic.}; word=${word%%.*}; target=${target//nic.\\*./nic.$word.} ;;
                    esac
                    compopt -o nospace 2>/dev/null
                    COMPREPLY=($(compgen -W "$(printf '%s=\\n' $target)" -- "$cur"))
                    _virt_companion_domains
                    [ "$command" = edit ] && COMPREPLY+=($(compgen -f -- "$cur"))
                    return 0
                fi
                _virt_companion_domains
            }
            # Where none is named, those of the local connections that answer, as virt-companion does.
            _virt_companion_machines() {
                local each
                case $1 in
                    demo:*) printf '%s\\n' @DEMO@ ;;
                    '') for each in qemu:///system qemu:///session; do virsh -q -r -c $each list --all --name 2>/dev/null; done | sort -u ;;
                    *) virsh -q -r -c "$1" list --all --name 2>/dev/null ;;
                esac
            }
            # One a line, for names may have blanks; quoted as the shell needs them.
            _virt_companion_domains() {
                local name quoted
                while IFS= read -r name; do
                    [ -n "$name" ] || continue
                    if [ -n "${plain-}" ]; then quoted=$name; else printf -v quoted %q "$name"; fi
                    if [[ $quoted == "$cur"* || $name == "$cur"* ]]; then COMPREPLY+=("$quoted"); fi
                done <<<"$domains"
            }
            # For zsh and fish, which ask a bash of their own: the words of a line, the last one being typed; whole answers, one a line.
            _virt_companion_plain() {
                local plain=yes COMP_WORDBREAKS=' ' COMP_LINE="$*" COMP_POINT
                COMP_POINT=${#COMP_LINE}
                _virt_companion
                [ ${#COMPREPLY[@]} = 0 ] || printf '%s\\n' "${COMPREPLY[@]}"
            }
            _virt_companion_settings() {
                printf '%s\\n' @SETTINGS@
            }
            _virt_companion_options() {
                case $1 in
            @OPTIONS@
                    *) options= ;;
                esac
            }
            # A setting of one disk has the values of all.
            _virt_companion_values() {
                local name=$1
                case $name in
            @VALUES@
                    *) values=default ;;
                esac
            }
            complete -F _virt_companion virt-companion
            """;

    CompletionCommand(Tools tools) {
        super(tools);
    }

    @Override
    public Integer call() {
        out().print(script(spec.root().commandLine()));
        out().flush();
        return Cli.OK;
    }

    private static String script(CommandLine root) {
        Map<String, CommandLine> commands = new TreeMap<>(root.getSubcommands());
        String options = commands.entrySet().stream().map(command -> "        " + command.getKey() + ") options='" + command.getValue().getCommandSpec().options().stream()
                .flatMap(option -> Stream.of(option.names())).filter(name -> name.startsWith("--")).sorted().collect(Collectors.joining(" ")) + "' ;;").collect(Collectors.joining("\n"));
        // Longer names first: cpu.model.fallback before cpu.*.
        String values = Catalogue.all().stream().filter(setting -> !setting.values().isEmpty()).sorted((a, b) -> Integer.compare(b.name().length(), a.name().length()))
                .map(setting -> "        " + pattern(setting) + ") values='" + (setting.removable() ? "default " : "") + String.join(" ", setting.values()) + "' ;;").collect(Collectors.joining("\n"));
        return SCRIPT.replace("@COMMANDS@", String.join(" ", commands.keySet())).replace("@SETTINGS@", Catalogue.all().stream().map(setting -> "'" + setting.name() + "'").collect(Collectors.joining(" ")))
                .replace("@DEMO@", String.join(" ", DEMO)).replace("@OPTIONS@", options).replace("@VALUES@", values);
    }

    private static String pattern(Setting setting) {
        return setting.name().replace("*", "?*");
    }
}
