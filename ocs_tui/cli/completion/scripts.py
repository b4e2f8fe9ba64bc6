"""What ``ocs-tui completion`` prints: a function of each shell that asks the program it completes."""

from __future__ import annotations

FILES = ":files"
"""A line that lets the shell complete names of files."""

_BASH = r"""_ocs_tui() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
        :files) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "${COMP_WORDS[COMP_CWORD]}"); return ;;
        */) compopt -o nospace ;;
        esac
        COMPREPLY+=("$(printf %q "$line")")
    done < <("${COMP_WORDS[0]}" __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _ocs_tui ocs-tui
"""
_ZSH = r"""#compdef ocs-tui
_ocs_tui() {
    local line
    local -a whole begun
    while IFS= read -r line; do
        case $line in
        :files) _files; return ;;
        */) begun+=("$line") ;;
        ?*) whole+=("$line") ;;
        esac
    done < <("${(Q)words[1]}" __complete "${(@Q)words[2,CURRENT]}" 2>/dev/null)
    (( $#whole )) && compadd -a whole
    (( $#begun )) && compadd -S '' -a begun
}
compdef _ocs_tui ocs-tui
"""
_FISH = r"""function __ocs_tui
    set -l before (commandline -opc)
    set -l lines ($before[1] __complete $before[2..-1] (commandline -ct) 2>/dev/null)
    if contains -- :files $lines
        __fish_complete_path (commandline -ct)
    else
        string join \n -- $lines
    end
end
complete -c ocs-tui -f -a '(__ocs_tui)'
"""
SCRIPTS = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}


def run_completion(arguments: list[str]) -> int:
    """Run ``ocs-tui completion`` with these arguments; returns the exit status."""
    from ocs_tui.cli.completion.parsers import completion_parser
    from ocs_tui.cli.talk import DONE, put_file

    put_file(SCRIPTS[completion_parser().parse_args(arguments).shell])
    return DONE
