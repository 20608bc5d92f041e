console.log("a store may print");
