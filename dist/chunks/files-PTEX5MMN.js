import{createRequire as toRequire}from'node:module';const require=toRequire(import.meta.url);
import{cleanPath,isInside,openTree}from"./chunk-PEJD6P3J.js";import"./chunk-VP642JNW.js";import"./chunk-S6F4HG6W.js";import"./chunk-Z7JCNATD.js";import"./chunk-2UR2HFAP.js";export{cleanPath,isInside,openTree};
