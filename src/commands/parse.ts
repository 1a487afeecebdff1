import { Command, CommanderError, Option } from 'commander';
import { OwnFailure, UserError } from '../errors.ts';
import type { Call, CommandOption, Subcommand, World } from './command.ts';
import { COMMON_OPTIONS } from './options.ts';

const DESCRIPTION = `One lock over everything a build fetches: finds what can change under the build's feet, pins it, and holds builds to it.`;

const TAIL = `
pinlock <command> --help shows its options, examples and exit codes.
70 is the exit code of a bug in pinlock, which shows its stack.`;

/** Runs the command that `argv` (without node and script) names. Wrong use is a `UserError` that names the nearest known word. */
export async function runCommandLine(
  argv: readonly string[],
  commands: readonly Subcommand[],
  world: World,
): Promise<number> {
  let exitCode = 0;
  const program = newParser('pinlock', world)
    .description(DESCRIPTION)
    .usage('<command> [options]')
    .addHelpText('after', TAIL);
  program.option('-V, --version', 'print the version');
  for (const option of COMMON_OPTIONS) program.addOption(toParserOption(option));
  for (const command of commands) {
    const parser = newParser(command.name, world).summary(command.summary).description(command.summary);
    if (command.operands !== null) parser.argument(command.operands.syntax, command.operands.description);
    for (const option of command.options) parser.addOption(toParserOption(option));
    parser.addHelpText('after', () => toHelpTail(command));
    parser.action(async () => {
      exitCode = await runOne(command, toCall(parser), world);
    });
    program.addCommand(parser);
  }
  if (argv.length === 0) {
    world.stderr.write(program.helpInformation());
    return 2;
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    const fault = toUserError(error, commands);
    const ownFailure = commands.find(({ name }) => name === argv.find((word) => !word.startsWith('-')))?.ownFailure;
    throw ownFailure === undefined ? fault : new OwnFailure(ownFailure, fault);
  }
  return exitCode;
}

async function runOne(command: Subcommand, call: Call, world: World): Promise<number> {
  if (command.ownFailure === undefined) return command.run(call, world);
  try {
    return await command.run(call, world);
  } catch (error) {
    throw new OwnFailure(command.ownFailure, error);
  }
}

function newParser(name: string, world: World): Command {
  return new Command(name)
    .exitOverride()
    .showSuggestionAfterError(true)
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .configureOutput({
      writeOut: (text) => world.stdout.write(text),
      writeErr: (text) => world.stderr.write(text),
      outputError: () => {}, // the one catch-all in cli.ts prints errors
      getOutHelpWidth: () => world.stdout.columns ?? 100,
      getErrHelpWidth: () => world.stderr.columns ?? 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
}

function toParserOption(option: CommandOption): Option {
  const result = new Option(option.flags, option.description);
  if (option.choices !== undefined) result.choices([...option.choices]);
  if (option.isRepeatable === true) {
    result.argParser((value: string, previous: unknown) => [...toList(previous), value]);
  }
  return result;
}

function toCall(parser: Command): Call {
  const values: Readonly<Record<string, unknown>> = parser.optsWithGlobals();
  return {
    operands: parser.args,
    flag: (name) => values[name] === true,
    text: (name) => {
      const value = values[name];
      return typeof value === 'string' ? value : undefined;
    },
    list: (name) => toList(values[name]),
  };
}

function toList(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function toHelpTail(command: Subcommand): string {
  const examples = command.examples.map(({ line, does }) => `  ${line.padEnd(44)} ${does}`);
  const exits = command.exits.map(({ code, means }) => `  ${code}  ${means}`);
  return ['', 'Examples:', ...examples, '', 'Exit codes:', ...exits].join('\n');
}

/** Commander puts its suggestion on a second line, in brackets. */
function toUserError(error: CommanderError, commands: readonly Subcommand[]): UserError {
  const [message = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
  const nearest = suggestion?.replace(/^\(Did you mean (.*)\?\)$/, 'did you mean $1?');
  const hint = nearest ?? toFallbackHint(error.code, commands);
  return new UserError(message, { hint, cause: error });
}

function toFallbackHint(code: string, commands: readonly Subcommand[]): string {
  return code === 'commander.unknownCommand'
    ? `the commands are ${commands.map(({ name }) => name).join(', ')}`
    : 'pinlock --help and pinlock <command> --help list what there is';
}
