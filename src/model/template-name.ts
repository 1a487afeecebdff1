/** A template whose own words are put in later: its ending says in which language it is written. */
const ENDING = /\.(?:j2|jinja2?|tmpl|tpl|gotmpl|mustache|hbs|erb|ejs|template|in)$/i;

/** The name of what a template becomes (`Dockerfile` of `Dockerfile.j2`) and its ending (`j2`); undefined for a name that is no template's. */
export function readTemplateName(path: string): { readonly name: string; readonly ending: string } | undefined {
  const match = ENDING.exec(path);
  if (match === null || match.index <= path.lastIndexOf('/') + 1) return undefined;
  return { name: path.slice(0, match.index), ending: match[0].slice(1).toLowerCase() };
}
