// The graph of the explore page: its file read into nodes and ties, and a place for every node.
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "./vendor/d3-force.js";

const MANY = 800;

/**
 * Nodes and ties out of the file that formats/api.py describes. A tie has the nodes `source`
 * and `target`, the number of `briefs` they share, and what is `stated`: rows of {of, to, word}.
 * The dossier of `source` lists the briefs. `ties` of a node are in order of strength.
 */
export function decode(data) {
  const nodes = data.names.map((name, n) => {
    const id = data.ids[n] || name.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
    const kind = data.kinds[data.kind[n]];
    return { n, name, id, kind, briefs: data.briefs[n], topics: data.topic[n], ties: [], path: `actors/${encodeURIComponent(id)}/`, key: folded(name) };
  });
  const byPair = new Map();
  const ties = [];
  data.ties.forEach((row, one) => {
    let other = 0;
    for (let at = 0; at < row.length; at += 2) {
      other += row[at];
      const tie = { source: nodes[one], target: nodes[other], briefs: row[at + 1], stated: [] };
      byPair.set(pair(one, other), tie);
      ties.push(tie);
    }
  });
  for (const [of, to, label] of data.stated) {
    const word = label < 0 ? "" : data.labels[label];
    byPair.get(pair(of, to)).stated.push({ of: nodes[of], to: nodes[to], word });
  }
  ties.sort((a, b) => b.briefs - a.briefs);
  for (const tie of ties) {
    tie.source.ties.push(tie);
    tie.target.ties.push(tie);
  }
  return { nodes, ties, topics: data.topics };
}

function pair(one, other) {
  return one < other ? `${one} ${other}` : `${other} ${one}`;
}

/** A name as it is compared: without marks above and below letters, in lower case. */
export function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

/** Gives every node a radius `r`. */
export function measure(nodes) {
  const most = Math.max(1, ...nodes.map((node) => node.briefs));
  for (const node of nodes) node.r = 3 + 11 * Math.sqrt(node.briefs / most);
}

/**
 * Lets the forces work on the nodes' x and y. The start, the chance and the number of steps are
 * fixed, so the same file ends in the same picture, however the steps are cut into slices.
 * Returns a function that works for some milliseconds and says whether all is settled.
 */
export function settling({ nodes, ties }) {
  const large = nodes.length > MANY;
  const steps = large ? 140 : 300;
  const links = ties.map(({ source, target }) => ({ source: source.n, target: target.n }));
  // Who has few ties would drift to the edge and make everybody else small.
  const home = (least) => (node) => Math.max(least, 0.3 / (1 + node.ties.length));
  const simulation = forceSimulation(nodes)
    .alphaDecay(1 - Math.pow(0.001, 1 / steps))
    .velocityDecay(large ? 0.5 : 0.4)
    .force("charge", forceManyBody().strength(large ? -90 : -500).theta(large ? 1.1 : 0.9).distanceMax(1000))
    .force("links", forceLink(links).distance(large ? 50 : 110))
    .force("x", forceX().strength(home(0.04)))
    .force("y", forceY().strength(home(0.06)))
    .stop();
  if (!large) simulation.force("apart", forceCollide().radius((node) => node.r + 5));
  let done = 0;
  return (milliseconds) => {
    const end = performance.now() + milliseconds;
    while (done < steps) {
      simulation.tick();
      done += 1;
      if (performance.now() >= end) break;
    }
    return done >= steps;
  };
}
