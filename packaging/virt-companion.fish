# fish completion for virt-companion: fish asks the completion made for bash, in a bash of its own; files it knows better.
function __virt_companion
    set -l words (commandline -opc) (commandline -ct)
    bash -c '. /usr/share/bash-completion/completions/virt-companion && _virt_companion_plain "$@"' bash $words 2>/dev/null
end
complete -c virt-companion -f -a "(__virt_companion)"
complete -c virt-companion -n "__fish_seen_subcommand_from edit capture" -F
complete -c virt-companion -n "__fish_seen_subcommand_from bench" -a "(__fish_complete_directories)"
