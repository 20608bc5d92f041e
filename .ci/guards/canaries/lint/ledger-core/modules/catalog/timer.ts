// breaks: eslint(no-restricted-globals)
setTimeout(() => {}, 1);
