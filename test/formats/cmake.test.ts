import { describe, expect, it } from 'vitest';
import { cmake } from '../../src/formats/cmake.ts';
import { applyPins } from '../support/pin-example.ts';
import { readHost } from '../support/read-host.ts';
import { readTree } from '../support/read-tree.ts';

/** Verdict and source of every fetch. */
function read(text: string): readonly string[] {
  return readHost('CMakeLists.txt', text).fetches.map(({ source, url, verdict }) => `${verdict} ${source?.key ?? url}`);
}

const TOOL = 'git+https://example.com/acme/tool';
const DECLARE = 'FetchContent_Declare(tool GIT_REPOSITORY https://example.com/acme/tool';
const ADD = 'ExternalProject_Add(tool GIT_REPOSITORY https://example.com/acme/tool';
const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const SUM = '0123456789abcdef'.repeat(4);

describe('cmake', () => {
  it.each([
    ['CMakeLists.txt', true],
    ['lib/CMakeLists.txt', true],
    ['cmake/tools.cmake', true],
    ['cmake/tools.cmake.in', true],
    ['CMakeLists.txt.in', true],
    ['CMakeCache.txt', false],
    ['cmake', false],
  ])('%s: %s', (path, expected) => {
    expect(cmake.matches(path, '')).toBe(expected);
  });

  it.each<readonly [string, string, readonly string[]]>([
    ['a variable', `set(V main)\n${DECLARE} GIT_TAG \${V})\n`, [`moving ${TOOL}@main`]],
    ['a variable in a name', `set(T_V v1.2)\nset(N T)\n${DECLARE} GIT_TAG \${\${N}_V})\n`, [`tag ${TOOL}@v1.2`]],
    ['a name that is put together', `set(N T)\nset(\${N}_V v1.2)\n${DECLARE} GIT_TAG \${T_V})\n`, [`tag ${TOOL}@v1.2`]],
    ['a cached default', `set(V v1.2 CACHE STRING "doc")\n${DECLARE} GIT_TAG \${V})\n`, [`tag ${TOOL}@v1.2`]],
    [
      'a default that is set where there is none',
      `if(NOT DEFINED V)\n  set(V v1.2)\nendif()\n${DECLARE} GIT_TAG \${V})\n`,
      [`tag ${TOOL}@v1.2`],
    ],
    [
      'what another command computes',
      `set(V v1.2)\nmath(EXPR V "1 + 1")\n${DECLARE} GIT_TAG \${V})\nset(W v1.2)\nget_property(W GLOBAL PROPERTY x)\n${DECLARE} GIT_TAG \${W})\nset(P v1.2)\ncmake_path(GET X FILENAME P)\n${DECLARE} GIT_TAG \${P})\n`,
      [
        'dynamic https://example.com/acme/tool',
        'dynamic https://example.com/acme/tool',
        'dynamic https://example.com/acme/tool',
      ],
    ],
    [
      'what lies on the machine',
      `set(V v1.2)\nfile(GLOB V LIST_DIRECTORIES ON *)\n${DECLARE} GIT_TAG \${V})\nset(W v1.2)\nfile(SHA256 x W)\n${DECLARE} GIT_TAG \${W})\n`,
      ['dynamic https://example.com/acme/tool', 'dynamic https://example.com/acme/tool'],
    ],
    ['what nobody sets', `${DECLARE} GIT_TAG \${V})\n`, ['dynamic https://example.com/acme/tool']],
    ['the environment', `${DECLARE} GIT_TAG $ENV{V})\n`, ['dynamic https://example.com/acme/tool']],
    ['no tag is master', `${DECLARE})\n`, [`moving ${TOOL}@master`]],
    ['a generator expression', `${DECLARE} GIT_TAG $<IF:$<BOOL:x>,a,b>)\n`, ['dynamic https://example.com/acme/tool']],
    [
      'arms',
      `if(WIN32)\n  set(V v1.1)\nelse()\n  set(V v2.1)\nendif()\n${DECLARE} GIT_TAG \${V})\n`,
      [`tag ${TOOL}@v1.1`, `tag ${TOOL}@v2.1`],
    ],
    ['an arm that never runs', `if(FALSE)\n  ${DECLARE} GIT_TAG main)\nendif()\n`, []],
    [
      'an option that is off may be on',
      `option(X "doc" OFF)\nif(X)\n  ${DECLARE} GIT_TAG main)\nendif()\n`,
      [`moving ${TOOL}@main`],
    ],
    [
      'a comparison',
      `set(K a)\nif(K STREQUAL "a")\n  set(V v1.1)\nelseif(K STREQUAL b)\n  set(V main)\nendif()\n${DECLARE} GIT_TAG \${V})\n`,
      [`tag ${TOOL}@v1.1`],
    ],
    [
      'a list',
      `set(ARGS GIT_REPOSITORY https://example.com/acme/tool GIT_TAG v1.2)\nFetchContent_Declare(tool \${ARGS})\n`,
      [`tag ${TOOL}@v1.2`],
    ],
    [
      'a list that grows',
      `list(APPEND ARGS GIT_REPOSITORY https://example.com/acme/tool)\nlist(APPEND ARGS GIT_TAG v1.2)\nFetchContent_Declare(tool \${ARGS})\n`,
      [`tag ${TOOL}@v1.2`],
    ],
    [
      'string(REPLACE)',
      `set(V 1_2)\nstring(REPLACE "_" "." W "v\${V}")\n${DECLARE} GIT_TAG \${W})\n`,
      [`tag ${TOOL}@v1.2`],
    ],
    [
      'string(TOLOWER) and CONCAT',
      `string(TOLOWER "MAIN" V)\nstring(CONCAT W \${V} -x)\n${DECLARE} GIT_TAG \${W})\n`,
      [`moving ${TOOL}@main-x`],
    ],
    [
      'a result that is not computed',
      `string(TIMESTAMP V)\n${DECLARE} GIT_TAG \${V})\n`,
      ['dynamic https://example.com/acme/tool'],
    ],
    [
      'foreach',
      `foreach(N a b)\n  FetchContent_Declare(\${N} GIT_REPOSITORY https://example.com/acme/\${N} GIT_TAG v1.1)\nendforeach()\n`,
      ['tag git+https://example.com/acme/a@v1.1', 'tag git+https://example.com/acme/b@v1.1'],
    ],
    [
      'foreach over lists',
      `set(L a b)\nforeach(N IN LISTS L ITEMS c)\n  FetchContent_Declare(\${N} GIT_REPOSITORY https://example.com/acme/\${N} GIT_TAG v1.1)\nendforeach()\n`,
      [
        'tag git+https://example.com/acme/a@v1.1',
        'tag git+https://example.com/acme/b@v1.1',
        'tag git+https://example.com/acme/c@v1.1',
      ],
    ],
    [
      'a function',
      `function(get N V)\n  FetchContent_Declare(\${N} GIT_REPOSITORY https://example.com/acme/\${N} GIT_TAG \${V})\nendfunction()\nget(tool v1.2)\nGET(other main)\n`,
      [`tag ${TOOL}@v1.2`, 'moving git+https://example.com/acme/other@main'],
    ],
    [
      'a function with keywords',
      `function(get)\n  set(one REPO TAG)\n  cmake_parse_arguments(A "" "\${one}" "" \${ARGN})\n  if(NOT A_TAG)\n    set(A_TAG main)\n  endif()\n  FetchContent_Declare(x GIT_REPOSITORY \${A_REPO} GIT_TAG \${A_TAG})\nendfunction()\nget(REPO https://example.com/acme/tool TAG v1.2)\nget(REPO https://example.com/acme/other)\n`,
      [`tag ${TOOL}@v1.2`, 'moving git+https://example.com/acme/other@main'],
    ],
    [
      'keywords by position',
      `function(get N)\n  cmake_parse_arguments(PARSE_ARGV 1 A "" "TAG" "")\n  ${DECLARE} GIT_TAG \${A_TAG} \${A_UNPARSED_ARGUMENTS})\nendfunction()\nget(x TAG v1.2 GIT_SHALLOW ON)\n`,
      [`tag ${TOOL}@v1.2`],
    ],
    [
      'PARENT_SCOPE',
      `function(choose OUT)\n  set(\${OUT} v1.2 PARENT_SCOPE)\nendfunction()\nset(V main)\nchoose(V)\n${DECLARE} GIT_TAG \${V})\n`,
      [`tag ${TOOL}@v1.2`],
    ],
    [
      'a function keeps its variables',
      `function(f)\n  set(V main)\nendfunction()\nset(V v1.2)\nf()\n${DECLARE} GIT_TAG \${V})\n`,
      [`tag ${TOOL}@v1.2`],
    ],
    [
      'a macro sets those of its caller',
      `macro(f)\n  set(V main)\nendmacro()\nset(V v1.2)\nf()\n${DECLARE} GIT_TAG \${V})\n`,
      [`moving ${TOOL}@main`],
    ],
    [
      'a weak hash',
      `FetchContent_Declare(t URL https://example.com/tool-1.2.tgz URL_HASH MD5=0123456789abcdef0123456789abcdef)\n`,
      ['versioned https://example.com/tool-1.2.tgz'],
    ],
    [
      'a strong hash',
      `set(H ${SUM})\nFetchContent_Declare(t URL https://example.com/tool.tgz URL_HASH SHA256=\${H})\n`,
      ['exact https://example.com/tool.tgz'],
    ],
    [
      'a hash that nobody knows',
      'FetchContent_Declare(t URL https://example.com/tool-1.2.tgz URL_HASH SHA256=${H})\n',
      ['versioned https://example.com/tool-1.2.tgz'],
    ],
    [
      'a program',
      'execute_process(COMMAND git clone -b main https://example.com/acme/tool WORKING_DIRECTORY x)\n',
      [`moving ${TOOL}@main`],
    ],
    [
      'a program that a module finds',
      'find_package(Git)\nexecute_process(COMMAND ${GIT_EXECUTABLE} clone https://example.com/acme/tool x WORKING_DIRECTORY y)\nexecute_process(COMMAND ${GIT_EXECUTABLE} -C x checkout v1.2 WORKING_DIRECTORY y)\n',
      [`tag ${TOOL}@v1.2`],
    ],
    [
      'programs that run at once',
      `execute_process(COMMAND git clone https://example.com/acme/tool x COMMAND git -C x checkout ${COMMIT})\n`,
      [`exact ${TOOL}@${COMMIT}`, `moving ${TOOL}`],
    ],
    [
      'programs that run one behind the other',
      `add_custom_target(a COMMAND git clone https://example.com/acme/tool x COMMAND git -C x checkout ${COMMIT})\n`,
      [`exact ${TOOL}@${COMMIT}`],
    ],
    [
      'a custom command',
      'add_custom_command(OUTPUT x COMMAND mkdir -p y && cd y && wget https://example.com/tool-1.2.tgz DEPENDS z)\n',
      ['versioned https://example.com/tool-1.2.tgz'],
    ],
    [
      'the download of an external project',
      'ExternalProject_Add(x DOWNLOAD_COMMAND curl -O https://example.com/tool-1.2.tgz CONFIGURE_COMMAND "")\n',
      ['versioned https://example.com/tool-1.2.tgz'],
    ],
    [
      'brackets and comments',
      `#[[ ${DECLARE} GIT_TAG main)\n]]\nset(V [=[v1.2]=]) # x\n${DECLARE} # (\n  GIT_TAG "\${V}")\n`,
      [`tag ${TOOL}@v1.2`],
    ],
    [
      'a function that sets defaults',
      `function(set_ifndef N V)\n  if(NOT DEFINED \${N})\n    set(\${N} \${V} PARENT_SCOPE)\n  endif()\nendfunction()\nset_ifndef(T v1.2)\n${DECLARE} GIT_TAG \${T})\n`,
      [`tag ${TOOL}@v1.2`],
    ],
    [
      'an address that the environment may give',
      `if(DEFINED ENV{TOOL_URL})\n  set(U "$ENV{TOOL_URL}")\nelse()\n  set(U https://example.com/tool-1.2.tgz)\nendif()\nFetchContent_Declare(t URL \${U})\n`,
      ['versioned https://example.com/tool-1.2.tgz'],
    ],
    [
      'a fetch that the environment asks for',
      `if(DEFINED ENV{WITH_TOOL})\n  ${DECLARE} GIT_TAG main)\nendif()\n`,
      [`moving ${TOOL}@main`],
    ],
    ['an address and a file that nobody knows', 'file(DOWNLOAD ${U} ${F})\n', ['dynamic ${U}']],
    ['an address that nobody knows', 'FetchContent_Declare(t URL ${U})\n', ['dynamic ${U}']],
    ['a file of the tree', 'FetchContent_Declare(t URL ${CMAKE_SOURCE_DIR}/t.tgz)\n', []],
    ['find_package', 'find_package(Boost REQUIRED)\n', []],
    [
      'a program that is brought in where it is not found',
      `find_program(TOOL NAMES tool HINTS bin)\nif(NOT TOOL)\n  file(DOWNLOAD https://example.com/tool-1.2.tgz t.tgz)\nendif()\n`,
      ['versioned https://example.com/tool-1.2.tgz'],
    ],
    [
      'a program that is looked for again behind that',
      `find_program(TOOL tool)\nif(NOT TOOL)\n  file(DOWNLOAD https://example.com/tool-1.2.tgz t.tgz)\n  find_program(TOOL tool)\nendif()\n`,
      ['versioned https://example.com/tool-1.2.tgz'],
    ],
    [
      'a program that is found',
      `find_program(GIT git)\nexecute_process(COMMAND \${GIT} clone https://example.com/acme/tool)\nexecute_process(COMMAND \${GIT} checkout 0123456789abcdef0123456789abcdef01234567 WORKING_DIRECTORY tool)\n`,
      [`exact ${TOOL}@0123456789abcdef0123456789abcdef01234567`],
    ],
    [
      'string(REGEX REPLACE)',
      `set(A release-1_2)\nstring(REGEX REPLACE "^release-([0-9]+)_([0-9]+)$" "v\\\\1.\\\\2" V "\${A}")\n${DECLARE} GIT_TAG \${V})\n`,
      [`tag ${TOOL}@v1.2`],
    ],
    [
      'string(REGEX MATCH) and its groups',
      `set(A "tool at v1.2, later")\nstring(REGEX MATCH "at (v[0-9.]+)" V "\${A}")\n${DECLARE} GIT_TAG \${CMAKE_MATCH_1})\n`,
      [`tag ${TOOL}@v1.2`],
    ],
    [
      'string(REGEX MATCHALL) and list(GET)',
      `string(REGEX MATCHALL "v[0-9.]+" V "v1.1 v1.2")\nlist(GET V 1 W)\nlist(GET V -2 X)\n${DECLARE} GIT_TAG \${W})\n${DECLARE} GIT_TAG \${X})\n`,
      [`tag ${TOOL}@v1.2`, `tag ${TOOL}@v1.1`],
    ],
    [
      'if(MATCHES)',
      `set(A v1.2)\nif(A MATCHES "^v2")\n  set(V main)\nelseif("\${A}" MATCHES "^(v1.+)$")\n  set(V \${CMAKE_MATCH_1})\nelse()\n  set(V x)\nendif()\n${DECLARE} GIT_TAG \${V})\n`,
      [`tag ${TOOL}@v1.2`],
    ],
    [
      'a pattern over what nobody knows',
      `string(REGEX REPLACE "a" "b" V "\${UNKNOWN}")\n${DECLARE} GIT_TAG \${V})\n`,
      ['dynamic https://example.com/acme/tool'],
    ],
    [
      'a file that is not there',
      `file(READ versions.txt V)\n${DECLARE} GIT_TAG \${V})\n`,
      ['dynamic https://example.com/acme/tool'],
    ],
    ['a pull in an update step', `${ADD} GIT_TAG ${COMMIT} UPDATE_COMMAND git pull)\n`, [`moving ${TOOL}`]],
    [
      'a checkout in a patch step, a pull in a build in the source',
      `${ADD} GIT_TAG ${COMMIT} PATCH_COMMAND git checkout v1.2)\nExternalProject_Add(other GIT_REPOSITORY https://example.com/acme/other GIT_TAG ${COMMIT} BUILD_COMMAND git pull origin dev COMMAND make BUILD_IN_SOURCE 1)\n`,
      [`tag ${TOOL}@v1.2`, 'moving git+https://example.com/acme/other@dev'],
    ],
    ...['<SOURCE_DIR>', '${CMAKE_BINARY_DIR}/x', '${SOURCE_DIR}'].map(
      (folder): readonly [string, string, readonly string[]] => [
        `a step that pulls in ${folder}`,
        `${ADD} GIT_TAG ${COMMIT} SOURCE_DIR \${CMAKE_BINARY_DIR}/x)\nExternalProject_Get_Property(tool SOURCE_DIR)\nExternalProject_Add_Step(tool pull COMMAND git pull origin main WORKING_DIRECTORY ${folder})\n`,
        [`moving ${TOOL}@main`],
      ],
    ),
    [
      'a pull in a shell, in a list, in a function that hands its words on',
      `set(PULL git -C <SOURCE_DIR> pull)\n${ADD} GIT_TAG ${COMMIT} BUILD_COMMAND \${PULL})\n${ADD} GIT_TAG ${COMMIT} CONFIGURE_COMMAND sh -c "cd <SOURCE_DIR> && git pull")\nfunction(add N)\n  ExternalProject_Add(\${N} GIT_REPOSITORY https://example.com/acme/\${N} GIT_TAG ${COMMIT} \${ARGN})\nendfunction()\nadd(third PATCH_COMMAND git pull)\n`,
      [`moving ${TOOL}`, `moving ${TOOL}`, 'moving git+https://example.com/acme/third'],
    ],
    [
      'a pull in what FetchContent brought',
      `${DECLARE} GIT_TAG ${COMMIT} PATCH_COMMAND git pull)\n${DECLARE} GIT_TAG ${COMMIT})\nFetchContent_MakeAvailable(tool)\nexecute_process(COMMAND git pull WORKING_DIRECTORY \${tool_SOURCE_DIR})\n`,
      [`moving ${TOOL}`, `moving ${TOOL}`],
    ],
    [
      'steps that move nothing',
      `${ADD} GIT_TAG ${COMMIT} UPDATE_COMMAND "" PATCH_COMMAND git apply fix.patch && git checkout -- . COMMAND git reset --hard BUILD_COMMAND git pull)\n`,
      [`exact ${TOOL}@${COMMIT}`],
    ],
    [
      'a commit that a step checks out',
      `${ADD} GIT_TAG main UPDATE_COMMAND git checkout ${COMMIT})\n`,
      [`exact ${TOOL}@${COMMIT}`],
    ],
    [
      'a download in a step',
      `${ADD} GIT_TAG ${COMMIT} CONFIGURE_COMMAND wget https://example.com/part-1.2.tgz && tar xf part-1.2.tgz)\n`,
      [`exact ${TOOL}@${COMMIT}`, 'versioned https://example.com/part-1.2.tgz'],
    ],
    ['a call by name', `cmake_language(CALL ${DECLARE.replace('(', ' ')} GIT_TAG main)\n`, [`moving ${TOOL}@main`]],
    [
      'a call by a name that a variable holds',
      `macro(choose)\n  set(V main)\nendmacro()\nset(V v1.2)\nset(F choose)\ncmake_language(DEFER DIRECTORY . CALL \${F})\n${DECLARE} GIT_TAG \${V})\n`,
      [`moving ${TOOL}@main`],
    ],
    [
      'code in a text',
      `set(V v1.2)\ncmake_language(EVAL CODE [[\n  set(V main)\n]] "set(W v1.1)")\n${DECLARE} GIT_TAG \${V})\n${DECLARE} GIT_TAG \${W})\n`,
      [`moving ${TOOL}@main`, `tag ${TOOL}@v1.1`],
    ],
    [
      'a function of another project that takes the words of ExternalProject_Add',
      `superbuild_add(tool GIT_REPOSITORY https://example.com/acme/tool GIT_TAG ${COMMIT} PATCH_COMMAND git apply x)\nfunction(get)\n  superbuild_add(other GIT_REPOSITORY https://example.com/acme/other GIT_TAG v1.2)\nendfunction()\nget()\n`,
      [`exact ${TOOL}@${COMMIT}`, 'tag git+https://example.com/acme/other@v1.2'],
    ],
    [
      'a pull in a function of another project',
      `superbuild_add(NAME tool GIT_REPOSITORY https://example.com/acme/tool GIT_TAG ${COMMIT} UPDATE_COMMAND git pull)\n`,
      [`moving ${TOOL}`],
    ],
    ['an own version', `project(tool VERSION 1.2)\n${DECLARE} GIT_TAG v\${PROJECT_VERSION})\n`, [`tag ${TOOL}@v1.2`]],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each([
    ['before', 'set(V v1.2)\nif(DEFINED ENV{X})\n  set(V $ENV{X})\nendif()\n', `tag ${TOOL}@v1.2, unless X`],
    [
      'elsewhere',
      'if(NOT DEFINED ENV{X})\n  set(V v1.2)\nelse()\n  set(V $ENV{X})\nendif()\n',
      `tag ${TOOL}@v1.2, unless X`,
    ],
    ['empty', 'set(V v1.2)\nif(NOT "$ENV{X}" STREQUAL "")\n  set(V $ENV{X})\nendif()\n', `tag ${TOOL}@v1.2, unless X`],
    [
      'another text',
      'set(V v1.2)\nif(DEFINED ENV{X})\n  set(V main)\nendif()\n',
      `tag ${TOOL}@v1.2, unless ; moving ${TOOL}@main, unless `,
    ],
    ['a default', 'if(NOT DEFINED V)\n  set(V v1.2)\nendif()\n', `tag ${TOOL}@v1.2, unless V`],
    ['a cached default', 'set(V v1.2 CACHE STRING "")\n', `tag ${TOOL}@v1.2, unless V`],
    [
      'a cached value behind a plain one, of which a newer CMake sees the plain one, an older one in its first run the cached one',
      'cmake_minimum_required(VERSION 3.10...3.20)\nset(V v1.2)\nset(V main CACHE STRING "")\n',
      `tag ${TOOL}@v1.2, unless ; moving ${TOOL}@main, unless V`,
    ],
    [
      'the same where nobody says how new CMake is',
      'set(V v1.2)\nset(V main CACHE STRING "")\n',
      `tag ${TOOL}@v1.2, unless ; moving ${TOOL}@main, unless V`,
    ],
    [
      'the same in a newer CMake',
      'cmake_minimum_required(VERSION 3.10...3.21)\nset(V v1.2)\nset(V main CACHE STRING "")\n',
      `tag ${TOOL}@v1.2, unless `,
    ],
    [
      'the same by its policy',
      'cmake_minimum_required(VERSION 3.10)\ncmake_policy(SET CMP0126 NEW)\nset(V v1.2)\nset(V main CACHE STRING "")\n',
      `tag ${TOOL}@v1.2, unless `,
    ],
    [
      'a plain value that stands over a forced one',
      'cmake_minimum_required(VERSION 3.25)\nset(V main)\nset(V v1.2 CACHE STRING "" FORCE)\n',
      `moving ${TOOL}@main, unless ; tag ${TOOL}@v1.2, unless `,
    ],
    [
      'a plain value that a forced one takes away',
      'cmake_minimum_required(VERSION 3.10)\nset(V main)\nset(V v1.2 CACHE STRING "" FORCE)\n',
      `tag ${TOOL}@v1.2, unless `,
    ],
    [
      'a cached value behind a cached one',
      'set(V v1.2 CACHE STRING "")\nset(V main CACHE STRING "")\n',
      `tag ${TOOL}@v1.2, unless V`,
    ],
    ['a cached value that is forced', 'set(V v1.2 CACHE STRING "" FORCE)\n', `tag ${TOOL}@v1.2, unless `],
    [
      'what a default decides',
      'option(X "" ON)\nif(X)\n  set(V v1.2)\nelse()\n  set(V main)\nendif()\n',
      `tag ${TOOL}@v1.2, unless ; moving ${TOOL}@main, unless `,
    ],
    [
      'a cached value that is set',
      'set(V v1.2)\nset_property(CACHE V PROPERTY VALUE main)\n',
      `moving ${TOOL}@main, unless `,
    ],
  ])('names what is set from outside: %s', (_, text, expected) => {
    const { fetches } = readHost('CMakeLists.txt', `${text}${DECLARE} GIT_TAG \${V})\n`);
    expect(
      fetches.map(({ verdict, source, overridable }) => `${verdict} ${source?.key}, unless ${overridable}`).join('; '),
    ).toBe(expected);
  });

  it('reads what is included, by file, by module and by folder', () => {
    const files = {
      'CMakeLists.txt':
        'project(x)\nset(V v1)\nlist(APPEND CMAKE_MODULE_PATH "${CMAKE_CURRENT_SOURCE_DIR}/cmake")\ninclude(Deps)\ninclude(cmake/versions.cmake)\nadd_subdirectory(lib)\n',
      'cmake/Deps.cmake':
        'macro(get N)\n  FetchContent_Declare(${N} GIT_REPOSITORY https://example.com/acme/${N} GIT_TAG ${V})\nendmacro()\n',
      'cmake/versions.cmake': 'set(V v2)\n',
      'lib/CMakeLists.txt': 'get(tool)\n',
    };
    const { fetches } = readTree(files);
    expect(fetches.map(({ source }) => source?.key)).toContain(`${TOOL}@v2`);
  });

  it('reads what is included once, with the values that it has there', () => {
    const { fetches } = readTree({
      'CMakeLists.txt': 'set(V v1.2)\nadd_subdirectory(lib)\n',
      'lib/CMakeLists.txt': `${DECLARE} GIT_TAG \${V})\n`,
    });
    expect(fetches.map(({ verdict, source }) => `${verdict} ${source?.key}`)).toEqual([`tag ${TOOL}@v1.2`]);
  });

  it.each([
    [
      'lines of names and versions',
      'file(STRINGS "${CMAKE_CURRENT_SOURCE_DIR}/versions.txt" L)\nforeach(E ${L})\n  string(REGEX MATCH "^[^=]*" N ${E})\n  string(REPLACE "${N}=" "" V ${E})\n  set(${N} ${V})\nendforeach()\n',
    ],
    [
      'lines by a pattern',
      'file(STRINGS versions.txt L REGEX "^TOOL_VERSION=")\nstring(REGEX REPLACE ".*=" "" TOOL_VERSION "${L}")\n',
    ],
    [
      'the whole text',
      'file(READ versions.txt L)\nif(L MATCHES "TOOL_VERSION=([^\n]+)")\n  set(TOOL_VERSION ${CMAKE_MATCH_1})\nendif()\n',
    ],
  ])('reads versions out of a file of the tree: %s', (_, text) => {
    const { fetches } = readTree({
      'CMakeLists.txt': `${text}${DECLARE} GIT_TAG \${TOOL_VERSION})\n`,
      'versions.txt': '# versions\nOTHER_VERSION=v1.1\nTOOL_VERSION=v1.2\n',
    });
    expect(fetches.map(({ verdict, source }) => `${verdict} ${source?.key}`)).toEqual([`tag ${TOOL}@v1.2`]);
  });

  it('reads a package by the rule where the tree has a copy of the package manager', () => {
    const { fetches } = readTree({
      'CMakeLists.txt': 'include(cmake/CPM.cmake)\nCPMAddPackage("gh:acme/tool#main")\n',
      'cmake/CPM.cmake':
        'function(CPMAddPackage)\n  FetchContent_Declare(x GIT_REPOSITORY ${R} GIT_TAG ${T})\nendfunction()\n',
    });
    expect(fetches.map(({ rule, source }) => `${rule} ${source?.key}`)).toEqual([
      'cpm git+https://github.com/acme/tool@main',
    ]);
  });

  it('writes a commit into the variable, byte for byte', () => {
    const text = `set(V main) # why\r\n\tFetchContent_Declare(tool\r\n\t\tGIT_REPOSITORY https://github.com/acme/tool\r\n\t\tGIT_TAG "\${V}")\r\n`;
    const applied = applyPins('CMakeLists.txt', text);
    expect(applied.text).toBe(text.replace('main', '0123456789abcdef0123456789abcdef01234567'));
    expect(applied.verdicts).toEqual(['exact']);
  });

  it('refuses a commit where a weak hash of the archive would no longer fit', () => {
    const text =
      'FetchContent_Declare(t URL https://github.com/acme/tool/archive/main.tar.gz URL_MD5 0123456789abcdef0123456789abcdef)\n';
    expect(applyPins('CMakeLists.txt', text).refused).toEqual([
      'the hash of the archive that stands beside it would no longer fit',
    ]);
  });

  it('passes over functions that bring nothing in', () => {
    const calls = (name: string) => `  ${name}(\${N})\n`.repeat(9);
    const layers = Array.from(
      { length: 6 },
      (_, index) => `function(f${index} N)\n${calls(`f${index + 1}`)}endfunction()\n`,
    );
    const text = `function(f6 N)\n  set(X \${N})\n  message("\${X}")\nendfunction()\n${layers.join('')}f0(a)\n${DECLARE} GIT_TAG v1.2)\n`;
    const { fetches, problems } = readHost('CMakeLists.txt', text);
    expect({ count: fetches.length, problems }).toEqual({ count: 1, problems: [] });
  });

  it.each([
    ['a function that sets for its caller', 'function(f)\n  set(V main PARENT_SCOPE)\nendfunction()\nf()\n'],
    [
      'a function that caches for all',
      'unset(V)\nfunction(g)\n  set(V main CACHE STRING "")\nendfunction()\nfunction(f)\n  g()\nendfunction()\nf()\n',
    ],
    ['a macro in a macro', 'macro(g)\n  set(V main)\nendmacro()\nmacro(f)\n  g()\nendmacro()\nf()\n'],
    [
      'a macro that sets for the caller of a function',
      'macro(g)\n  set(V main PARENT_SCOPE)\nendmacro()\nfunction(f)\n  g()\nendfunction()\nf()\n',
    ],
    [
      'a function that defines another',
      'function(f)\n  macro(g)\n    set(V main)\n  endmacro()\nendfunction()\nf()\ng()\n',
    ],
    [
      'a function of another text later',
      'function(f)\nendfunction()\nf()\nfunction(f)\n  set(V main PARENT_SCOPE)\nendfunction()\nf()\n',
    ],
    ['a loop in a macro', 'macro(f)\n  foreach(V main)\n  endforeach()\nendmacro()\nf()\n'],
    ['keywords in a macro', 'macro(f)\n  cmake_parse_arguments("" "" "V" "" V main)\nendmacro()\nf()\nset(V ${_V})\n'],
    [
      'a macro behind a function that sets nothing',
      'macro(g)\n  set(V main)\nendmacro()\nfunction(h)\n  g()\nendfunction()\nmacro(f)\n  h()\n  g()\nendmacro()\nf()\n',
    ],
  ])('runs what sets a variable outside: %s', (_, text) => {
    expect(read(`set(V v1.2)\n${text}${DECLARE} GIT_TAG \${V})\n`)).toEqual([`moving ${TOOL}@main`]);
  });

  it.each([
    ['no bracket', `set(A b\n${DECLARE} GIT_TAG v1)\n`],
    ['no command', `)) x\n${DECLARE} GIT_TAG v1)\n`],
    ['code that is put together', 'cmake_language(EVAL CODE "set(A \\"b\\")")'],
    ['an open quote', `set(A "b)\n${DECLARE} GIT_TAG v1)\n`],
  ])('names what is broken: %s', (_, text) => {
    expect(cmake.parse('CMakeLists.txt', text).problems.length).toBeGreaterThan(0);
  });

  it.each([
    ['ifs', 'if(A)\n'.repeat(20_000)],
    ['brackets', `if${'('.repeat(100_000)}`],
    ['closed brackets', `if(${'('.repeat(50_000)}${')'.repeat(50_000)})\nendif()`],
    ['references', `set(A ${'${'.repeat(20_000)}x${'}'.repeat(20_000)})`],
    ['open references', `set(A ${'${'.repeat(50_000)})`],
    ['a file that includes itself', 'include(CMakeLists.txt)\n'.repeat(100)],
    ['a function that calls itself', 'function(f)\n f()\n f()\nendfunction()\nf()\n'],
    ['backslashes', `set(A ${'\\'.repeat(200_000)}`],
    [
      'a call of words with many arms each',
      `function(f)\n  set(X \${ARGN})\nendfunction()\n${Array.from({ length: 60 }, (_, index) => `if(A${index})\n  list(APPEND L${index % 12} ${index})\nendif()\n`).join('')}${'f(${L0} ${L1} ${L2} ${L3} ${L4} ${L5} ${L6} ${L7} ${L8} ${L9} ${L10} ${L11})\n'.repeat(200)}`,
    ],
    ['loops', `${'foreach(A 1 2 3 4 5 6 7 8 9)\n'.repeat(30)}f()\n${'endforeach()\n'.repeat(30)}`],
  ])('ends on %s', (_, text) => {
    expect(readHost('CMakeLists.txt', text).fetches).toEqual([]);
  });
});
