import{createRequire as toRequire}from'node:module';const require=toRequire(import.meta.url);
import{cacheFolder,clearCache,openCache,readCacheContent}from"./chunk-AKLFJLI4.js";import"./chunk-5OH56HGF.js";import"./chunk-WMU7NNRM.js";import"./chunk-KLXV7ZZE.js";import"./chunk-2UR2HFAP.js";export{cacheFolder,clearCache,openCache,readCacheContent};
