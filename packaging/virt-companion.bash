# bash completion for virt-companion                                                     -*- shell-script -*-
# Settings and their values are filled in when the package is made.

_virt_companion_machines() {
    local connection=() i
    for ((i = 1; i < ${#words[@]} - 1; i++)); do
        case ${words[i]} in
            -c | --connect) connection=(-c "${words[i + 1]}") ;;
            --connect=*) connection=(-c "${words[i]#*=}") ;;
        esac
    done
    case ${connection[1]-} in
        demo:*) printf '%s\n' debian-testing freebsd-8 openbsd-4.9 openbsd-5.0 openindiana windows-vista ;;
        *) virsh --quiet --readonly "${connection[@]}" list --all --name 2>/dev/null ;;
    esac
}

_virt_companion() {
    local cur prev words cword command= i IFS=$' \t\n'
    # Without bash-completion's own functions, by hand: a setting is one word with its value.
    if declare -F _get_comp_words_by_ref >/dev/null; then
        _get_comp_words_by_ref -n =: cur prev words cword
    else
        words=("${COMP_WORDS[@]}") cword=$COMP_CWORD cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
    fi
    local commands="list check show set switch undo history edit settings bench meter capture demo"
    local settings="@SETTINGS@"
    for ((i = 1; i < cword; i++)); do
        case " $commands " in *" ${words[i]} "*) command=${words[i]}; break ;; esac
    done
    local IFS=$'\n'
    reply() { COMPREPLY=($(IFS=$' \t\n'; compgen -W "$1" -- "$cur")); }
    case $prev in
        -c | --connect) reply "qemu:///system qemu:///session demo:///"; declare -F __ltrim_colon_completions >/dev/null && __ltrim_colon_completions "$cur"; return ;;
        --to) reply "kvm qemu"; return ;;
        --cpu) reply "host-passthrough host-model maximum keep"; return ;;
        --format) reply "qcow2 raw"; return ;;
        --root) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$cur")); return ;;
    esac
    case $command in
        '') case $cur in
                -*) reply "--connect --help --version" ;;
                *) reply "$commands" ;;
            esac ;;
        list) reply "--connect --json --help" ;;
        check) reply "--connect --json --root --ssh --help" ;;
        show) reply "$(_virt_companion_machines) --connect --json --help" ;;
        set) case $cur in
                -*) reply "--connect --dry-run --now --this-boot-only --yes --help" ;;
                *) reply "$(_virt_companion_machines) $settings" ;;
            esac ;;
        switch) reply "$(_virt_companion_machines) --to --cpu --all --connect --dry-run --yes --help" ;;
        undo) reply "$(_virt_companion_machines) --connect --dry-run --yes --help" ;;
        history) reply "$(_virt_companion_machines) --connect --diff --json --help" ;;
        edit) case $cur in
                -*) reply "--help" ;;
                *) reply "$settings"; [ ${#COMPREPLY[@]} -gt 0 ] && [ -n "$cur" ] || { compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -f -- "$cur")); } ;;
            esac ;;
        settings) reply "--json --help" ;;
        bench) case $cur in
                -*) reply "--format --quick --thorough --in-guest --yes --json --help" ;;
                *) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$cur")) ;;
            esac ;;
        meter) reply "$(_virt_companion_machines) --connect --every --for --json --help" ;;
        capture) case $cur in
                -*) reply "--connect --help" ;;
                *) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur")) ;;
            esac ;;
        demo) reply "--help" ;;
    esac
    # After a setting without fixed values comes the value, not a space; and = ends a word for readline.
    [[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace 2>/dev/null
    if [[ $cur == *=* && $COMP_WORDBREAKS == *=* ]]; then COMPREPLY=("${COMPREPLY[@]#"${cur%"${cur##*=}"}"}"); fi
}
complete -F _virt_companion virt-companion
