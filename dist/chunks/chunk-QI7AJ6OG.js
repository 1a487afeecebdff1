import{createRequire as toRequire}from'node:module';const require=toRequire(import.meta.url);
var HARMFUL=/[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Surrogate}\ufff9-\ufffc]/gu;function toPrintableJson(json){return json.replace(HARMFUL,character=>character===`
`?character:character.split("").map(toJsonEscape).join(""))}function toJsonEscape(unit){return`\\u${unit.charCodeAt(0).toString(16).padStart(4,"0")}`}export{HARMFUL,toPrintableJson};
