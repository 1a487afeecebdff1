import{createRequire as toRequire}from'node:module';const require=toRequire(import.meta.url);
import{cleanPath,isInside,openTree}from"./chunk-TDBZT2GX.js";import"./chunk-VP642JNW.js";import"./chunk-CKKQIEIU.js";import"./chunk-5OH56HGF.js";import"./chunk-WMU7NNRM.js";import"./chunk-2UR2HFAP.js";export{cleanPath,isInside,openTree};
