import{createRequire as toRequire}from'node:module';const require=toRequire(import.meta.url);
import{cacheFolder,clearCache,openCache,readCacheContent}from"./chunk-USEFQWLB.js";import"./chunk-S6F4HG6W.js";import"./chunk-Z7JCNATD.js";import"./chunk-KLXV7ZZE.js";import"./chunk-2UR2HFAP.js";export{cacheFolder,clearCache,openCache,readCacheContent};
