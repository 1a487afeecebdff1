import{createRequire as toRequire}from'node:module';const require=toRequire(import.meta.url);
import{cacheFolder,clearCache,openCache,readCacheContent}from"./chunk-OO3XHDNL.js";import"./chunk-KGDASQUV.js";import"./chunk-KJJA43D3.js";import"./chunk-KLXV7ZZE.js";import"./chunk-2UR2HFAP.js";export{cacheFolder,clearCache,openCache,readCacheContent};
