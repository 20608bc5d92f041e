// breaks: typescript(no-floating-promises)
export function begin(): void {
  Promise.resolve(1);
}
