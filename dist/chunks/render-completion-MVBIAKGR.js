import{createRequire as toRequire}from'node:module';const require=toRequire(import.meta.url);
import"./chunk-2UR2HFAP.js";function renderCompletion(shell,vocabulary){switch(shell){case"bash":return bash(vocabulary);case"zsh":return zsh(vocabulary);case"fish":return fish(vocabulary);default:return shell}}function namesOf({flags}){return{names:flags.split(/[ ,]+/).filter(word=>word.startsWith("-")),takesValue:/[<[]/.test(flags)}}function optionsOf(command,common){return[...command.options,...common,{flags:"-h, --help",description:"show the options"}]}function operandsOf(name,{commands,rules}){return name==="explain"?rules:name==="completion"?["bash","zsh","fish"]:name==="help"?commands.map(command=>command.name):name==="cache"?["clear"]:null}function bash(vocabulary){let{commands,common}=vocabulary,names=commands.map(({name})=>name).join(" "),all=commands.flatMap(command=>optionsOf(command,common)),withValue=new Set(all.filter(option=>namesOf(option).takesValue).flatMap(option=>namesOf(option).names)),choices=[{name:"",options:[]},...commands].flatMap(command=>optionsOf(command,common).flatMap(option=>(option.choices??[]).length===0?[]:namesOf(option).names.map(name=>`    ${quote(`${command.name} ${name}`)}) COMPREPLY=($(compgen -W '${option.choices?.join(" ")}' -- "$current")); return ;;`))),cases=commands.map(command=>{let options=optionsOf(command,common).flatMap(option=>namesOf(option).names),operands=operandsOf(command.name,vocabulary),files=operands===null||command.name==="explain"?" files=1":"";return`    ${command.name}) options='${[...new Set(options)].join(" ")}'; words='${(operands??[]).join(" ")}';${files} ;;`});return`# bash completion for pinlock: source <(pinlock completion bash)
_pinlock() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command='' options='' words='' files='' index=1
  COMPREPLY=()
  while [ "$index" -lt "$COMP_CWORD" ]; do
    case "\${COMP_WORDS[index]}" in
      ${[...withValue].join("|")}) index=$((index + 1)) ;;
      -*) ;;
      *) command="\${COMP_WORDS[index]}"; break ;;
    esac
    index=$((index + 1))
  done
  case "$command $previous" in
${choices.join(`
`)}
  esac
  case "$previous" in
    ${[...withValue].join("|")}) COMPREPLY=($(compgen -f -- "$current")); return ;;
  esac
  case "$command" in
    '') options='${[...new Set(common.flatMap(option=>namesOf(option).names)),"--version","--help"].join(" ")}'; words='${names}' ;;
${cases.join(`
`)}
  esac
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$options" -- "$current")) ;;
    *)
      COMPREPLY=($(compgen -W "$words" -- "$current"))
      [ -n "$files" ] && COMPREPLY+=($(compgen -f -- "$current"))
      ;;
  esac
}
complete -o filenames -o bashdefault -F _pinlock pinlock
`}function zsh(vocabulary){let{commands,common}=vocabulary,list=commands.map(({name,summary})=>`    ${quote(`${name}:${summary.replaceAll(":","\\:")}`)}`),cases=commands.map(command=>{let operands=operandsOf(command.name,vocabulary),rest=operands===null||operands.length===0?"'*:file:_files'":`'*:word:(${operands.join(" ")})'`,specs=optionsOf(command,common).flatMap(zshSpecs);return`      ${command.name}) _arguments -s ${[...specs,rest].join(" ")} ;;`});return`#compdef pinlock
# zsh completion for pinlock: source <(pinlock completion zsh)
_pinlock() {
  local context state state_descr line
  typeset -A opt_args
  local -a commands
  commands=(
${list.join(`
`)}
  )
  _arguments -C ${common.flatMap(zshSpecs).join(" ")} '--version[print the version]' '1:command:->command' '*::argument:->argument'
  case "$state" in
    command) _describe command commands ;;
    argument)
      case "$words[1]" in
${cases.join(`
`)}
      esac
      ;;
  esac
}
compdef _pinlock pinlock
`}function zshSpecs(option){let{names,takesValue}=namesOf(option),text=option.description.replace(/[[\]\\:]/g,"\\$&"),value=option.choices===void 0?":value:_files":`:value:(${option.choices.join(" ")})`;return names.map(name=>quote(`${option.isRepeatable===!0?"*":""}${name}[${text}]${takesValue?value:""}`))}function fish(vocabulary){let{commands,common}=vocabulary,lines=["# fish completion for pinlock: pinlock completion fish | source"],none=`not __fish_seen_subcommand_from ${commands.map(({name})=>name).join(" ")}`;lines.push(`complete -c pinlock -n ${quote(none)} -f`);for(let{name,summary}of commands)lines.push(`complete -c pinlock -n ${quote(none)} -a ${name} -d ${quote(summary)}`);for(let option of common)lines.push(fishOption(option,""));for(let command of commands){let seen=` -n ${quote(`__fish_seen_subcommand_from ${command.name}`)}`;for(let option of command.options)lines.push(fishOption(option,seen));let operands=operandsOf(command.name,vocabulary);operands!==null&&operands.length>0&&lines.push(`complete -c pinlock${seen} -a ${quote(operands.join(" "))}`)}return`${lines.join(`
`)}
`}function fishOption(option,condition){let{names,takesValue}=namesOf(option),forms=names.map(name=>name.startsWith("--")?` -l ${name.slice(2)}`:` -s ${name.slice(1)}`),choices=option.choices===void 0?"":` -f -a ${quote(option.choices.join(" "))}`;return`complete -c pinlock${condition}${forms.join("")}${takesValue?" -r":""}${choices} -d ${quote(option.description)}`}function quote(text){return`'${text.replaceAll("'","'\\''")}'`}export{renderCompletion};
