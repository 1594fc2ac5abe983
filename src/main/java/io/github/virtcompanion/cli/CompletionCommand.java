package io.github.virtcompanion.cli;

import io.github.virtcompanion.options.Catalogue;
import io.github.virtcompanion.options.Setting;
import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `virt-companion completion`: a script for bash that completes commands, options, domains, settings and their values.
@Command(name = "completion")
final class CompletionCommand extends Shared implements Callable<Integer> {
    private static final String SCRIPT = """
            # bash completion for virt-companion; made by: virt-companion completion
            # The pieces that bash makes of disk.vda.cache=none are put together again: = and : part words in COMP_WORDBREAKS.
            _virt_companion() {
                local line cur command word domains i target
                line=${COMP_LINE:0:COMP_POINT}
                cur=${line##*[[:space:]]}
                command=
                for ((i = 1; i < COMP_CWORD; i++)); do
                    word=${COMP_WORDS[i]}
                    case $word in -*) ;; *) command=$word; break ;; esac
                done
                COMPREPLY=()
                if [ -z "$command" ]; then
                    COMPREPLY=($(compgen -W "@COMMANDS@ --help --version" -- "$cur"))
                    return
                fi
                case $command:$cur in
                    *:-*) _virt_companion_options "$command"
                        COMPREPLY=($(compgen -W "$options" -- "$cur")); return ;;
                    set:*=* | edit:*=*) _virt_companion_values "${cur%%=*}"
                        COMPREPLY=($(compgen -W "$values" -- "${cur#*=}")); return ;;
                    switch:*) if [ "${COMP_WORDS[COMP_CWORD - 1]}" = --to ]; then COMPREPLY=($(compgen -W "kvm qemu" -- "$cur")); return; fi ;;
                    bench:*) COMPREPLY=($(compgen -d -- "$cur")); return ;;
                    capture:*) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                    settings:*) COMPREPLY=($(compgen -W "$(_virt_companion_settings)" -- "$cur")); return ;;
                esac
                domains=
                case $command in set | show | switch | finish | undo | redo | history | restore | meter) domains=$(virsh -q list --all --name 2>/dev/null) ;; esac
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
            # One a line, for names may have blanks; quoted as the shell needs them.
            _virt_companion_domains() {
                local name quoted
                while IFS= read -r name; do
                    [ -n "$name" ] || continue
                    printf -v quoted %q "$name"
                    if [[ $quoted == "$cur"* || $name == "$cur"* ]]; then COMPREPLY+=("$quoted"); fi
                done <<<"$domains"
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
                .replace("@OPTIONS@", options).replace("@VALUES@", values);
    }

    private static String pattern(Setting setting) {
        return setting.name().replace("*", "?*");
    }
}
