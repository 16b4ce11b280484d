// Addresses of code.gouv.fr named their page after "#", which no server sees: #/repos?q=…
// Without this script they open the home page, and nothing is broken.
(() => {
  const found = /^#\/(repos|groups|awesome|releases|stats|about|legal|a11y|sitemap|feeds)(?=[/?]|$)/;
  const lead = () => {
    if (found.test(location.hash)) {
      const language = document.documentElement.lang;
      location.replace(`/${language}${location.hash.slice(1)}`);
    }
  };
  addEventListener("hashchange", lead);
  lead();
})();
