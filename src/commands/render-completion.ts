import type { CommandOption, Subcommand } from './command.ts';

/** Everything that can be completed. */
export type Vocabulary = {
  readonly commands: readonly Pick<Subcommand, 'name' | 'summary' | 'operands' | 'options'>[];
  readonly common: readonly CommandOption[];
  readonly rules: readonly string[];
};

/** A completion script for a shell. Words come from our own tables alone; files are left to the shell. */
export function renderCompletion(shell: 'bash' | 'zsh' | 'fish', vocabulary: Vocabulary): string {
  switch (shell) {
    case 'bash':
      return bash(vocabulary);
    case 'zsh':
      return zsh(vocabulary);
    case 'fish':
      return fish(vocabulary);
    default:
      return shell satisfies never;
  }
}

/** `-C <dir>` and `-q, --quiet` apart: the names, and whether a value follows. */
function namesOf({ flags }: CommandOption): { readonly names: readonly string[]; readonly takesValue: boolean } {
  const names = flags.split(/[ ,]+/).filter((word) => word.startsWith('-'));
  return { names, takesValue: /[<[]/.test(flags) };
}

function optionsOf(command: Pick<Subcommand, 'options'>, common: readonly CommandOption[]): readonly CommandOption[] {
  return [...command.options, ...common, { flags: '-h, --help', description: 'show the options' }];
}

/** Words that an operand of a command may be; null where it is a path. */
function operandsOf(name: string, { commands, rules }: Vocabulary): readonly string[] | null {
  if (name === 'explain') return rules;
  if (name === 'completion') return ['bash', 'zsh', 'fish'];
  if (name === 'help') return commands.map((command) => command.name);
  return name === 'cache' ? ['clear'] : null;
}

function bash(vocabulary: Vocabulary): string {
  const { commands, common } = vocabulary;
  const names = commands.map(({ name }) => name).join(' ');
  const all = commands.flatMap((command) => optionsOf(command, common));
  const withValue = new Set(
    all.filter((option) => namesOf(option).takesValue).flatMap((option) => namesOf(option).names),
  );
  const places = [{ name: '', options: [] }, ...commands];
  const choices = places.flatMap((command) =>
    optionsOf(command, common).flatMap((option) =>
      (option.choices ?? []).length === 0
        ? []
        : namesOf(option).names.map(
            (name) =>
              `    ${quote(`${command.name} ${name}`)}) COMPREPLY=($(compgen -W '${option.choices?.join(' ')}' -- "$current")); return ;;`,
          ),
    ),
  );
  const cases = commands.map((command) => {
    const options = optionsOf(command, common).flatMap((option) => namesOf(option).names);
    const operands = operandsOf(command.name, vocabulary);
    const files = operands === null || command.name === 'explain' ? ' files=1' : '';
    return `    ${command.name}) options='${[...new Set(options)].join(' ')}'; words='${(operands ?? []).join(' ')}';${files} ;;`;
  });
  return `# bash completion for pinlock: source <(pinlock completion bash)
_pinlock() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command='' options='' words='' files='' index=1
  COMPREPLY=()
  while [ "$index" -lt "$COMP_CWORD" ]; do
    case "\${COMP_WORDS[index]}" in
      ${[...withValue].join('|')}) index=$((index + 1)) ;;
      -*) ;;
      *) command="\${COMP_WORDS[index]}"; break ;;
    esac
    index=$((index + 1))
  done
  case "$command $previous" in
${choices.join('\n')}
  esac
  case "$previous" in
    ${[...withValue].join('|')}) COMPREPLY=($(compgen -f -- "$current")); return ;;
  esac
  case "$command" in
    '') options='${[...new Set(common.flatMap((option) => namesOf(option).names)), '--version', '--help'].join(' ')}'; words='${names}' ;;
${cases.join('\n')}
  esac
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$options" -- "$current")) ;;
    *)
      COMPREPLY=($(compgen -W "$words" -- "$current"))
      [ -n "$files" ] && COMPREPLY+=($(compgen -f -- "$current"))
      ;;
  esac
}
complete -o filenames -o bashdefault -F _pinlock pinlock
`;
}

function zsh(vocabulary: Vocabulary): string {
  const { commands, common } = vocabulary;
  const list = commands.map(({ name, summary }) => `    ${quote(`${name}:${summary.replaceAll(':', '\\:')}`)}`);
  const cases = commands.map((command) => {
    const operands = operandsOf(command.name, vocabulary);
    const rest = operands === null || operands.length === 0 ? "'*:file:_files'" : `'*:word:(${operands.join(' ')})'`;
    const specs = optionsOf(command, common).flatMap(zshSpecs);
    return `      ${command.name}) _arguments -s ${[...specs, rest].join(' ')} ;;`;
  });
  return `#compdef pinlock
# zsh completion for pinlock: source <(pinlock completion zsh)
_pinlock() {
  local context state state_descr line
  typeset -A opt_args
  local -a commands
  commands=(
${list.join('\n')}
  )
  _arguments -C ${common.flatMap(zshSpecs).join(' ')} '--version[print the version]' '1:command:->command' '*::argument:->argument'
  case "$state" in
    command) _describe command commands ;;
    argument)
      case "$words[1]" in
${cases.join('\n')}
      esac
      ;;
  esac
}
compdef _pinlock pinlock
`;
}

function zshSpecs(option: CommandOption): readonly string[] {
  const { names, takesValue } = namesOf(option);
  const text = option.description.replace(/[[\]\\:]/g, '\\$&');
  const value = option.choices === undefined ? ':value:_files' : `:value:(${option.choices.join(' ')})`;
  return names.map((name) =>
    quote(`${option.isRepeatable === true ? '*' : ''}${name}[${text}]${takesValue ? value : ''}`),
  );
}

function fish(vocabulary: Vocabulary): string {
  const { commands, common } = vocabulary;
  const lines = ['# fish completion for pinlock: pinlock completion fish | source'];
  const none = `not __fish_seen_subcommand_from ${commands.map(({ name }) => name).join(' ')}`;
  lines.push(`complete -c pinlock -n ${quote(none)} -f`);
  for (const { name, summary } of commands)
    lines.push(`complete -c pinlock -n ${quote(none)} -a ${name} -d ${quote(summary)}`);
  for (const option of common) lines.push(fishOption(option, ''));
  for (const command of commands) {
    const seen = ` -n ${quote(`__fish_seen_subcommand_from ${command.name}`)}`;
    for (const option of command.options) lines.push(fishOption(option, seen));
    const operands = operandsOf(command.name, vocabulary);
    if (operands !== null && operands.length > 0)
      lines.push(`complete -c pinlock${seen} -a ${quote(operands.join(' '))}`);
  }
  return `${lines.join('\n')}\n`;
}

function fishOption(option: CommandOption, condition: string): string {
  const { names, takesValue } = namesOf(option);
  const forms = names.map((name) => (name.startsWith('--') ? ` -l ${name.slice(2)}` : ` -s ${name.slice(1)}`));
  const choices = option.choices === undefined ? '' : ` -f -a ${quote(option.choices.join(' '))}`;
  return `complete -c pinlock${condition}${forms.join('')}${takesValue ? ' -r' : ''}${choices} -d ${quote(option.description)}`;
}

/** In single quotes, for all three shells; fish takes no other way to write one than behind a backslash. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
