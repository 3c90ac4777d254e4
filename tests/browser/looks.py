"""How a page looks, asked of the browser."""

CONTRAST = """(selector) => {
  const rgb = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  let at = document.querySelector(selector);
  const ink = light(rgb(getComputedStyle(at).color));
  let paper = [255, 255, 255];
  for (; at; at = at.parentElement) {
    const c = getComputedStyle(at).backgroundColor;
    const v = rgb(c);
    if (c.startsWith('rgb') && (v.length === 3 || v[3] === 1)) { paper = v; break; }
  }
  const [a, b] = [ink, light(paper)].sort((x, y) => y - x);
  return (a + 0.05) / (b + 0.05);
}"""
