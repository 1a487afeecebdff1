import{createRequire as toRequire}from'node:module';const require=toRequire(import.meta.url);
var BOUNDS={fileBytes:16777216,callDepth:8,guessedRuns:2,steps:2e4,arms:256,product:32,hostTexts:4,guardSites:10,scattered:48,pieces:512,textLength:1048576,fields:1024,makeRuns:48,makeDepth:5,builds:256,includes:8,turns:512,syntaxDepth:200,fetches:1e4};export{BOUNDS};
