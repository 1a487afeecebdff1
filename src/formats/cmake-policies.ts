import type { Step } from '../model/program.ts';
import { impliedTemplate } from '../model/template.ts';
import type { CMakeCall } from './cmake-reading.ts';

/** A name that no text can spell: what `set(V x CACHE ...)` does to a plain variable. https://cmake.org/cmake/help/latest/policy/CMP0126.html */
export const CACHE_POLICY = 'policy CMP0126';

/** `cmake_minimum_required(VERSION 3.10...3.25)`, `cmake_policy(VERSION 3.10)`, `cmake_policy(SET CMP0126 NEW)`: which of two ways CMake goes. */
export function policySteps(call: CMakeCall): readonly Step[] {
  const { at } = call;
  const setting = call.text(0) === 'SET' ? policySetting(call) : versionSetting(call);
  if (setting === undefined) return [];
  const value = setting === '' ? null : impliedTemplate(setting, at);
  return [{ kind: 'assign', scope: 'variable', name: CACHE_POLICY, value, at }];
}

function policySetting(call: CMakeCall): string | undefined {
  return call.text(1) === 'CMP0126' ? call.text(2) : undefined;
}

/** Empty for a version that nobody knows. */
function versionSetting(call: CMakeCall): string | undefined {
  if (call.text(0) !== 'VERSION') return undefined;
  const [, major, minor] = HIGHEST.exec(call.text(1)) ?? [];
  if (major === undefined) return '';
  return Number(major) > 3 || (Number(major) === 3 && Number(minor) >= 21) ? 'NEW' : 'OLD';
}

/** Of `3.10...3.25`, the last counts. */
const HIGHEST = /^(?:[\d.]*\.{3})?(\d+)\.(\d+)(?:\.[\d.]*)?$/;
