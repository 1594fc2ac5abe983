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
    # command:--option,--option as each command's own help tells them.
    local all="@OPTIONS@" each options=
    for ((i = 1; i < cword; i++)); do
        case " $commands " in *" ${words[i]} "*) command=${words[i]}; break ;; esac
    done
    for each in $all; do [[ $each == "$command":* ]] && options=${each#*:} && options=${options//,/ }; done
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
        list | check | settings | demo) reply "$options" ;;
        show | switch | undo | history) reply "$(_virt_companion_machines) $options" ;;
        set) case $cur in
                -*) reply "$options" ;;
                *) reply "$(_virt_companion_machines) $settings" ;;
            esac ;;
        edit) case $cur in
                -*) reply "$options" ;;
                *) reply "$settings"; [ ${#COMPREPLY[@]} -gt 0 ] && [ -n "$cur" ] || { compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -f -- "$cur")); } ;;
            esac ;;
        bench) case $cur in
                -*) reply "$options" ;;
                *) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$cur")) ;;
            esac ;;
        capture) case $cur in
                -*) reply "$options" ;;
                *) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur")) ;;
            esac ;;
    esac
    # After a setting without fixed values comes the value, not a space; and = ends a word for readline.
    [[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace 2>/dev/null
    if [[ $cur == *=* && $COMP_WORDBREAKS == *=* ]]; then COMPREPLY=("${COMPREPLY[@]#"${cur%"${cur##*=}"}"}"); fi
}
complete -F _virt_companion virt-companion
