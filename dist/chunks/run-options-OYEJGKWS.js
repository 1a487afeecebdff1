import{createRequire as toRequire}from'node:module';const require=toRequire(import.meta.url);
import{toAbsolute,toCutoffOptions,toFolder,toLook,toReleaseOptions,toRunOptions}from"./chunk-UKPAAFGU.js";import"./chunk-KLXV7ZZE.js";import"./chunk-2UR2HFAP.js";export{toAbsolute,toCutoffOptions,toFolder,toLook,toReleaseOptions,toRunOptions};
