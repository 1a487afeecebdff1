import{createRequire as toRequire}from'node:module';const require=toRequire(import.meta.url);
import{cleanPath,isInside,openTree}from"./chunk-S767WVGT.js";import"./chunk-VP642JNW.js";import"./chunk-KGDASQUV.js";import"./chunk-KJJA43D3.js";import"./chunk-2UR2HFAP.js";export{cleanPath,isInside,openTree};
