import{createRequire as toRequire}from'node:module';const require=toRequire(import.meta.url);
import{cleanPath,isInside,openTree}from"./chunk-W3NRBPQT.js";import"./chunk-VP642JNW.js";import"./chunk-5BNIOQLX.js";import"./chunk-IEHEADVH.js";import"./chunk-2UR2HFAP.js";export{cleanPath,isInside,openTree};
