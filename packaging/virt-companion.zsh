#compdef virt-companion
# zsh asks the completion made for bash, in a bash of its own; files it knows better.
local -a found
found=("${(@f)$(bash -c '. /usr/share/bash-completion/completions/virt-companion && _virt_companion_plain "$@"' bash "${(@Q)words[1,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
case ${words[CURRENT-1]}:${words[2]} in
    --root:* | *:bench) [[ $PREFIX == -* ]] || { _files -/; return } ;;
    *:capture | *:edit) [[ $PREFIX == -* ]] || _files ;;
esac
found=("${(@)found:#}")
# After a setting comes its value, not a space.
compadd -S '' -- "${(@M)found:#*=}"
compadd -- "${(@)found:#*=}"
