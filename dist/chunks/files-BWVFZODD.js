import{createRequire as toRequire}from'node:module';const require=toRequire(import.meta.url);
import{cleanPath,isInside,openTree}from"./chunk-KULZJPZO.js";import"./chunk-VP642JNW.js";import"./chunk-G36OKKI6.js";import"./chunk-7L5423K5.js";import"./chunk-2UR2HFAP.js";export{cleanPath,isInside,openTree};
