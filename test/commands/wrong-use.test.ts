import { describe, expect, it } from 'vitest';
import { usePinlock } from './pinlock.ts';

const pinlock = usePinlock();

describe('wrong use', () => {
  it.each([
    ['an unknown command names the nearest', ['scna'], "unknown command 'scna'", 'did you mean scan?'],
    [
      'an unknown command far from all lists them',
      ['frobnicate'],
      "unknown command 'frobnicate'",
      'the commands are scan,',
    ],
    ['an unknown option names the nearest', ['check', '--strct'], "unknown option '--strct'", 'did you mean --strict?'],
    ['an option of another command', ['scan', '--dry-run'], "unknown option '--dry-run'", '--help'],
    ['a report that does not exist', ['scan', '--format', 'html'], "'html' is invalid", 'text, json'],
    ['a missing value', ['scan', '--format'], 'argument missing', '--help'],
    ['a report without a file', ['scan', '--report', 'json'], '--report json', 'FORMAT=FILE'],
    ['a report of unknown format', ['scan', '--report', 'yaml=out'], 'yaml', 'text, json'],
    ['a folder that is not there', ['scan', '-C', 'missing'], 'missing', ''],
    ['a rule that is not there', ['explain', 'git-clon'], 'git-clon', 'git-clone'],
  ])('%s', async (_name, args, message, hint) => {
    const run = await pinlock.run(args);
    expect(run.stdout).toBe('');
    expect(run.stderr).toMatch(/^pinlock: /);
    expect(run.stderr).toContain(message);
    expect(run.stderr).toContain(hint);
    expect(run.stderr).not.toMatch(/\n\s+at /);
    expect(run.exitCode).toBe(args.includes('-C') ? 3 : 2);
  });
});

describe('help and version', () => {
  it('prints the version alone', async () => {
    expect(await pinlock.run(['--version'])).toEqual({
      exitCode: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: '',
    });
  });

  it('without a command prints the help to stderr', async () => {
    const run = await pinlock.run([]);
    expect({ exitCode: run.exitCode, stdout: run.stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(run.stderr).toContain('Usage: pinlock <command>');
  });

  it('lists the commands', async () => {
    const run = await pinlock.run(['--help']);
    expect({ exitCode: run.exitCode, stderr: run.stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(run.stdout).toMatchInlineSnapshot(`
      "Usage: pinlock <command> [options]

      One lock over everything a build fetches: finds what can change under the build's feet, pins it, and
      holds builds to it.

      Options:
        -V, --version                  print the version
        -C <dir>                       work as if started in this folder
        --config <file>                read this configuration instead of pinlock.yml at the root
        --lockfile <file>              use this lockfile instead of pinlock.lock at the root
        --color <when>                 colour the output (choices: "auto", "always", "never")
        -q, --quiet                    no warnings, no progress, and no result where there is nothing to
                                       say
        --no-progress                  no progress on stderr
        -h, --help                     display help for command

      Commands:
        scan [options] [paths...]      show what a build fetches, and how firmly each source is named
                                       (offline)
        resolve [options] [paths...]   pin every source that is not exact, and write pinlock.lock
        check [options] [paths...]     fail on what can move and is not locked (offline; for CI and hooks)
        apply [options] [paths...]     write the pins of pinlock.lock into the files
        unapply [options] [paths...]   put the refs back in the place of the pins
        update [options] [sources...]  move pins to where their sources are now, and show what that brings
                                       in
        run [options] <command...>     run a build where the files hold their pins
        export [options] <target>      make a pinned copy of the project, or a patch
        vendor [options] <folder>      keep copies of all that the pinned build fetches
        explain [what]                 tell what a rule finds, or what is fetched on a line and where its
                                       parts were written (offline)
        init [options] [paths...]      look at a project, and write its pinlock.yml (offline)
        restore                        put back what a killed 'run --in-place' left in the files
        cache [action]                 show where histories of repositories are kept and how large they
                                       are, or clear them (offline)
        completion <shell>             print a script that completes commands, options and rules in your
                                       shell
        help [command]                 display help for command

      pinlock <command> --help shows its options, examples and exit codes.
      70 is the exit code of a bug in pinlock, which shows its stack.
      "
    `);
  });

  it('explains a command with examples and exit codes', async () => {
    const run = await pinlock.run(['check', '--help']);
    expect({ exitCode: run.exitCode, stderr: run.stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(run.stdout).toMatchInlineSnapshot(`
      "Usage: pinlock check [options] [paths...]

      fail on what can move and is not locked (offline; for CI and hooks)

      Arguments:
        paths                     files and folders to read; files whatever they are called (default: the
                                  whole project)

      Options:
        --format <format>         how the report on stdout looks (choices: "text", "json", "sarif",
                                  "github", "markdown", "codeclimate", "junit")
        --report <format=file>    also write the report in this format to a file; may be repeated
        --all                     also show what is no build input: signing keys of package repositories
        --packages                also show packages that are installed by name and version alone, the
                                  business of their own lockfiles
        --strict                  accept nothing but what files hold exactly, or pinlock.lock under hold:
                                  pinlock
        --changed                 the paths are files that changed: show what they can answer for,
                                  wherever it stands (for hooks)
        --staged                  as --changed, of all that is staged and as it is staged, whatever the
                                  files on disk say (for hooks of git)
        --since <revision>        fail only on what is new since this revision; then tags, versions and
                                  unknown sources fail too
        --policy-from <revision>  take settings and ignores from this revision and name what is new in
                                  them: for pull requests
        --baseline <file>         findings that stand in this file do not fail (default: that of
                                  pinlock.yml; init --baseline makes it)
        --update-baseline         take out of the baseline what is gone; nothing is ever added
        -h, --help                display help for command

      Global Options:
        -V, --version             print the version
        -C <dir>                  work as if started in this folder
        --config <file>           read this configuration instead of pinlock.yml at the root
        --lockfile <file>         use this lockfile instead of pinlock.lock at the root
        --color <when>            colour the output (choices: "auto", "always", "never")
        -q, --quiet               no warnings, no progress, and no result where there is nothing to say
        --no-progress             no progress on stderr

      Examples:
        pinlock check                                the whole project
        pinlock check --strict                       tags, versions and unknown sources fail too
        pinlock check --staged --quiet               in a hook of git: silent where nothing is wrong
        pinlock check --since origin/main            what this branch brings in
        pinlock check --report json=pinlock.json     text on stdout, JSON in a file

      Exit codes:
        0  the policy is satisfied
        1  findings, files that could not be read, or an invalid lockfile
        2  wrong use or configuration, or a lockfile of a newer pinlock
        3  a path that was given cannot be opened
      "
    `);
  });
});
