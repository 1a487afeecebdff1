/** A place where an example of a rule may stand. `hold` is the whole file, or undefined where the host cannot hold the line. */
export type RuleHost = {
  readonly name: string;
  readonly path: string;
  readonly hold: (line: string) => string | undefined;
};

/** Every way in which a shell command stands in a file that is read. */
export const SHELL_HOSTS: readonly RuleHost[] = [
  { name: 'a script', path: 'build.sh', hold: (line) => `#!/bin/sh\nset -e\n${line}\n` },
  { name: 'a function', path: 'build.sh', hold: (line) => `#!/bin/bash\nbuild() {\n\t${line}\n}\nbuild\n` },
  { name: 'RUN', path: 'Dockerfile', hold: (line) => `FROM scratch\nWORKDIR /work\nRUN ${line}\n` },
  {
    name: 'RUN below ONBUILD',
    path: 'Dockerfile',
    hold: (line) => `FROM scratch\nWORKDIR /work\nONBUILD RUN ${line}\n`,
  },
  {
    name: 'RUN over several lines',
    path: 'Dockerfile',
    hold: (line) => `FROM scratch\nWORKDIR /work\nRUN set -e; \\\n  # a comment\n  ${line} && \\\n  true\n`,
  },
  {
    name: 'RUN in JSON form',
    path: 'Dockerfile',
    hold: (line) => `FROM scratch\nWORKDIR /work\nRUN ["/bin/bash", "-c", ${JSON.stringify(line)}]\n`,
  },
  {
    name: 'a heredoc of RUN',
    path: 'Dockerfile',
    hold: (line) => `FROM scratch\nWORKDIR /work\nRUN <<EOF\n${line}\nEOF\n`,
  },
  {
    name: 'bash -c with single quotes',
    path: 'build.sh',
    hold: (line) => (line.includes("'") ? undefined : `#!/bin/sh\nbash -c '${line}'\n`),
  },
  {
    name: 'bash -c with double quotes',
    path: 'build.sh',
    hold: (line) => `#!/bin/sh\nbash -c "${line.replace(/["\\$`]/g, '\\$&')}"\n`,
  },
];

/** Every way in which an instruction stands in a Dockerfile. FROM begins a stage, so nothing may stand around it. */
export const INSTRUCTION_HOSTS: readonly RuleHost[] = [
  {
    name: 'a Dockerfile',
    path: 'Dockerfile',
    hold: (line) => (isFrom(line) ? `${line}\n` : `FROM scratch\nWORKDIR /work\n${line}\n`),
  },
  {
    name: 'a Dockerfile with CRLF',
    path: 'docker/Dockerfile.build',
    hold: (line) => (isFrom(line) ? `# check=skip=all\r\n${line}\r\n` : `FROM scratch\r\n${line}\r\n`),
  },
  {
    name: 'below ONBUILD',
    path: 'Dockerfile',
    hold: (line) => (isFrom(line) || line.startsWith('#') ? undefined : `FROM scratch\nONBUILD ${line}\n`),
  },
  {
    name: 'in lower case, over two lines',
    path: 'Containerfile',
    hold: (line) => {
      const continued = line.replace(/^([A-Za-z]+) /, (_, keyword: string) => `${keyword.toLowerCase()} \\\n    `);
      return isFrom(line) ? `${continued}\n` : `FROM scratch\n${continued}\n`;
    },
  },
];

/** FROM begins a stage, and a directive stands at the top. */
function isFrom(line: string): boolean {
  return /^#?\s*from\b|^#\s*\w+\s*=/i.test(line);
}
