import{createRequire as toRequire}from'node:module';const require=toRequire(import.meta.url);
import{cacheFolder,clearCache,openCache,readCacheContent}from"./chunk-LKYVXRV2.js";import"./chunk-5BNIOQLX.js";import"./chunk-IEHEADVH.js";import"./chunk-KLXV7ZZE.js";import"./chunk-2UR2HFAP.js";export{cacheFolder,clearCache,openCache,readCacheContent};
