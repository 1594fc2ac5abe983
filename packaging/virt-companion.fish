# fish completion for virt-companion
set -l commands list check show set switch undo history edit settings bench meter capture demo
function __virt_companion_machines
    virsh --quiet --readonly list --all --name 2>/dev/null | string match -rv '^$'
end
complete -c virt-companion -f
complete -c virt-companion -n "not __fish_seen_subcommand_from $commands" -a "$commands"
complete -c virt-companion -s c -l connect -x -a "qemu:///system qemu:///session demo:///"
complete -c virt-companion -s h -l help
complete -c virt-companion -s V -l version -n "not __fish_seen_subcommand_from $commands"
complete -c virt-companion -n "__fish_seen_subcommand_from show set switch undo history meter" -a "(__virt_companion_machines)"
complete -c virt-companion -n "__fish_seen_subcommand_from list check show history settings bench meter" -l json
complete -c virt-companion -n "__fish_seen_subcommand_from check" -l root -x -a "(__fish_complete_directories)"
complete -c virt-companion -n "__fish_seen_subcommand_from check" -l ssh
complete -c virt-companion -n "__fish_seen_subcommand_from set edit" -a "@SETTINGS@"
complete -c virt-companion -n "__fish_seen_subcommand_from edit capture" -F
complete -c virt-companion -n "__fish_seen_subcommand_from set" -l now
complete -c virt-companion -n "__fish_seen_subcommand_from set" -l this-boot-only
complete -c virt-companion -n "__fish_seen_subcommand_from switch" -l to -x -a "kvm qemu"
complete -c virt-companion -n "__fish_seen_subcommand_from switch" -l cpu -x -a "host-passthrough host-model maximum keep"
complete -c virt-companion -n "__fish_seen_subcommand_from switch" -l all
complete -c virt-companion -n "__fish_seen_subcommand_from set switch undo" -l dry-run
complete -c virt-companion -n "__fish_seen_subcommand_from set switch undo" -s y -l yes
complete -c virt-companion -n "__fish_seen_subcommand_from history" -l diff
complete -c virt-companion -n "__fish_seen_subcommand_from bench" -a "(__fish_complete_directories)"
complete -c virt-companion -n "__fish_seen_subcommand_from bench" -l format -x -a "qcow2 raw"
complete -c virt-companion -n "__fish_seen_subcommand_from bench" -l quick
complete -c virt-companion -n "__fish_seen_subcommand_from bench" -l thorough
complete -c virt-companion -n "__fish_seen_subcommand_from bench" -l in-guest
complete -c virt-companion -n "__fish_seen_subcommand_from meter" -l every -x
complete -c virt-companion -n "__fish_seen_subcommand_from meter" -l for -x
complete -c virt-companion -n "__fish_seen_subcommand_from bench" -l yes
complete -c virt-companion -n "__fish_seen_subcommand_from bench" -l as-administrator
