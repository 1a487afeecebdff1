import{createRequire as toRequire}from'node:module';const require=toRequire(import.meta.url);
import{count}from"./chunk-JGD7GRHZ.js";import{toInertLine,toPrintable}from"./chunk-RSWYYZDG.js";import"./chunk-QI7AJ6OG.js";import"./chunk-2UR2HFAP.js";function renderCache(content,isCleared){if(content===null)return`there is no cache: neither XDG_CACHE_HOME nor HOME names a folder
`;let{folder,repositories,bytes}=content,what=`${count(repositories,"history","histories")}, ${showBytes(bytes)}${isCleared?" deleted":""}`;return`${toInertLine(`${toPrintable(folder)}: ${what}`)}
`}function showBytes(bytes){return bytes<1e5?`${(bytes/1e3).toFixed(1)} kB`:`${(bytes/1e6).toFixed(1)} MB`}export{renderCache};
