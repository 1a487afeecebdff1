import type { Step } from '../model/program.ts';
import type { CMakeCall } from './cmake-reading.ts';

/** Where among their arguments commands name the variables that they set to what nobody reads here; from the end where negative. */
const OUTPUTS: ReadonlyMap<string, readonly number[]> = new Map([
  ['aux_source_directory', [1]],
  ['build_command', [0]],
  ['cmake_host_system_information', [1]],
  ['cmake_path', [1, -1]],
  ['find_file', [0]],
  ['find_library', [0]],
  ['find_path', [0]],
  ['get_cmake_property', [0]],
  ['get_directory_property', [0]],
  ['get_property', [0]],
  ['get_source_file_property', [0]],
  ['get_target_property', [0]],
  ['get_test_property', [2]],
  ['math', [1]],
  ['separate_arguments', [0]],
  ['site_name', [0]],
  ['try_run', [0, 1]],
]);

/** The variables that what a program prints goes to. */
export function printedSteps(call: CMakeCall): readonly Step[] {
  if (call.find('COMMAND') < 0) return [];
  return ['OUTPUT_VARIABLE', 'RESULT_VARIABLE', 'RESULTS_VARIABLE', 'ERROR_VARIABLE'].flatMap(
    (keyword): readonly Step[] => {
      const index = call.find(keyword);
      return index < 0 ? [] : [call.assign(index + 1, call.unknown('output'))];
    },
  );
}

/** The same for `file(KIND ...)`, where only what lies on the machine says it. */
const FILE_OUTPUTS: ReadonlyMap<string, number> = new Map([
  ['GLOB', 1],
  ['GLOB_RECURSE', 1],
  ['RELATIVE_PATH', 1],
  ['MD5', 2],
  ['SHA1', 2],
  ['SHA256', 2],
  ['SHA512', 2],
  ['SIZE', 2],
  ['TIMESTAMP', 2],
  ['READ_SYMLINK', 2],
  ['REAL_PATH', 2],
  ['TO_CMAKE_PATH', 2],
  ['TO_NATIVE_PATH', 2],
]);

/** Makes the variable unknown that `file` sets. */
export function fileOutputSteps(call: CMakeCall): readonly Step[] {
  const index = FILE_OUTPUTS.get(call.text(0));
  return index === undefined || index >= call.arguments.length ? [] : [call.assign(index, call.unknown('operation'))];
}

/** Makes those variables unknown; undefined for a command that has none. */
export function outputSteps(call: CMakeCall): readonly Step[] | undefined {
  const { length } = call.arguments;
  return OUTPUTS.get(call.name)
    ?.map((index) => (index < 0 ? length + index : index))
    .filter((index) => index >= 0 && index < length)
    .map((index) => call.assign(index, call.unknown('operation')));
}
