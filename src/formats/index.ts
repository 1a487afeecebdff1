import { actionsLock } from './actions-lock.ts';
import { azurePipelines } from './azure-pipelines.ts';
import { bake } from './bake.ts';
import { cargo } from './cargo.ts';
import { circleCi } from './circleci.ts';
import { cmake } from './cmake.ts';
import { compose } from './compose.ts';
import { dockerfile } from './dockerfile.ts';
import { dotenv } from './dotenv.ts';
import type { Format } from './format.ts';
import { gemfile } from './gemfile.ts';
import { githubWorkflow } from './github-workflow.ts';
import { gitlabCi } from './gitlab-ci.ts';
import { jenkinsfile } from './jenkinsfile.ts';
import { make } from './make.ts';
import { npmManifest } from './npm-manifest.ts';
import { preCommit } from './pre-commit.ts';
import { pyproject } from './pyproject.ts';
import { requirements } from './requirements.ts';
import { shell } from './shell.ts';
import { orTemplate, templateOf } from './template.ts';
import { west } from './west.ts';

export type { Format } from './format.ts';

const written: readonly Format[] = [
  dockerfile,
  cmake,
  make,
  githubWorkflow,
  actionsLock,
  gitlabCi,
  circleCi,
  azurePipelines,
  jenkinsfile,
  compose,
  bake,
  dotenv,
  preCommit,
  requirements,
  npmManifest,
  cargo,
  pyproject,
  gemfile,
  west,
  shell,
];

/** Formats without braces of their own, whose files are templates at times though their names do not say so. */
const MAY_BE_TEMPLATES: ReadonlySet<Format> = new Set([dockerfile, shell]);

/** Every format, in the order in which they are asked: the first that matches reads the file. */
export const formats: readonly Format[] = [
  templateOf(written),
  ...written.map((format) => (MAY_BE_TEMPLATES.has(format) ? orTemplate(format) : format)),
];
