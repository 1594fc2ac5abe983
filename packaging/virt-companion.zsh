#compdef virt-companion
# zsh understands the completion made for bash.
autoload -U +X bashcompinit && bashcompinit
source /usr/share/bash-completion/completions/virt-companion
_bash_complete -F _virt_companion
