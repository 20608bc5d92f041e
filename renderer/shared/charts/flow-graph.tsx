import { Background, Controls, Handle, MarkerType, Position, ReactFlow } from "@xyflow/react";
import type { Edge, Node, NodeProps } from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import styles from "./flow-graph.module.css";

/** A box of the graph. Columns go from left to right in the direction of the edges; rows are counted within a column. */
export type FlowBox = {
  readonly id: string;
  readonly column: number;
  readonly row: number;
  readonly title: string;
  readonly detail: string;
  /** In words beside the colour. */
  readonly state: string;
  readonly tone: "plain" | "pending" | "diverged";
  readonly isChosen: boolean;
};

const columnWidth = 268;
const rowHeight = 96;
const kinds = { box: Box };

/**
 * Boxes and what leads from one to the next, for pictures of at most a few hundred; each must be listed in a table beside it too.
 * It can be moved and enlarged with pointer and keyboard; a box opens by click or Enter.
 */
export function FlowGraph(props: {
  readonly label: string;
  readonly boxes: readonly FlowBox[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
  readonly onOpen: (id: string) => void;
}) {
  const nodes = props.boxes.map((box): Node<FlowBox, "box"> => ({
    id: box.id,
    type: "box",
    position: { x: box.column * columnWidth, y: box.row * rowHeight },
    data: box,
    ariaLabel: `${box.title}, ${box.state}`,
  }));
  const edges = props.edges.map(({ from, to }): Edge => ({
    id: `${from}-${to}`,
    source: from,
    target: to,
    focusable: false,
    markerEnd: { type: MarkerType.ArrowClosed, color: "var(--text-3)" },
  }));
  return (
    <div className={styles.graph} role="group" aria-label={props.label}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={kinds}
        nodesDraggable={false}
        nodesConnectable={false}
        deleteKeyCode={null}
        onlyRenderVisibleElements
        fitView
        fitViewOptions={{ maxZoom: 1, padding: 0.12 }}
        minZoom={0.2}
        proOptions={{ hideAttribution: true }}
        onNodeClick={(_event, node) => props.onOpen(node.id)}
        onKeyDown={(event) => {
          const id = event.target instanceof Element ? event.target.getAttribute("data-id") : null;
          if (event.key === "Enter" && id !== null) props.onOpen(id);
        }}
      >
        <Background gap={24} size={1} color="var(--line)" />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}

function Box({ data }: NodeProps<Node<FlowBox, "box">>) {
  return (
    <div className={styles.box} data-tone={data.tone} data-chosen={data.isChosen}>
      <Handle type="target" position={Position.Left} className={styles.handle ?? ""} />
      <span className={styles.title}>{data.title}</span>
      <span className={styles.detail}>{data.detail}</span>
      <span className={styles.state}>{data.state}</span>
      <Handle type="source" position={Position.Right} className={styles.handle ?? ""} />
    </div>
  );
}
