// breaks: TS2584
console.log("from the kernel");
