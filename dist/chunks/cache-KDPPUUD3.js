import{createRequire as toRequire}from'node:module';const require=toRequire(import.meta.url);
import{cacheFolder,clearCache,openCache,readCacheContent}from"./chunk-UNQZQSS5.js";import"./chunk-G36OKKI6.js";import"./chunk-7L5423K5.js";import"./chunk-KLXV7ZZE.js";import"./chunk-2UR2HFAP.js";export{cacheFolder,clearCache,openCache,readCacheContent};
