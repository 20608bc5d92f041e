import { Bar, BarChart, LabelList, XAxis, YAxis } from "recharts";
import { useElementSize } from "@mantine/hooks";

/** A series of a chart: its field in the data, and the colour by which it is told. */
export type BarSeries = { readonly key: string; readonly colour: string };

type StackedBarsProps = {
  readonly data: readonly (Readonly<Record<string, number>> & { readonly name: number })[];
  /** From the bottom to the top. */
  readonly series: readonly BarSeries[];
  readonly nameOf: (name: number) => string;
  /** What a screen reader says of the picture. */
  readonly label: string;
  readonly height: number;
};

/** Stacked bars over time, from zero; the highest bar says its value, the axis its first and last name. */
export function StackedBars({ data, series, nameOf, label, height }: StackedBarsProps) {
  const { ref, width } = useElementSize();
  const totalOf = (row: Readonly<Record<string, number>>) => series.reduce((sum, { key }) => sum + (row[key] ?? 0), 0);
  const peak = Math.max(0, ...data.map(totalOf));
  const peakAt = data.findIndex((row) => totalOf(row) === peak);
  const rows = data.map((row, i) => ({ ...row, label: i === peakAt && peak > 0 ? String(peak) : "" }));
  const ends = [data[0]?.name ?? 0, data.at(-1)?.name ?? 0];
  return (
    <div ref={ref} role="img" aria-label={label} style={{ height }}>
      {width === 0 ? null : (
        <BarChart
          width={width}
          height={height}
          data={rows}
          margin={{ top: 16, right: 4, bottom: 0, left: 4 }}
          accessibilityLayer={false}
        >
          <XAxis
            dataKey="name"
            ticks={ends}
            interval={0}
            tickFormatter={nameOf}
            tickLine={false}
            axisLine={{ stroke: "var(--line-strong)" }}
            tick={<EndTick ends={ends} nameOf={nameOf} />}
          />
          <YAxis hide domain={[0, "dataMax"]} />
          {series.map(({ key, colour }, i) => (
            <Bar key={key} dataKey={key} stackId="all" fill={colour} isAnimationActive={false} maxBarSize={24}>
              {i === series.length - 1 ? (
                <LabelList dataKey="label" position="top" fill="var(--text-2)" fontSize={12} />
              ) : null}
            </Bar>
          ))}
        </BarChart>
      )}
    </div>
  );
}

type EndTickProps = {
  readonly ends: readonly number[];
  readonly nameOf: (name: number) => string;
  readonly x?: number;
  readonly y?: number;
  readonly payload?: { readonly value: number };
};

/** The first name begins at its bar and the last ends at its own, so that neither leaves the picture. */
function EndTick({ ends, nameOf, x = 0, y = 0, payload }: EndTickProps) {
  const value = payload?.value ?? 0;
  return (
    <text x={x} y={y + 12} fontSize={12} fill="var(--text-3)" textAnchor={value === ends[0] ? "start" : "end"}>
      {nameOf(value)}
    </text>
  );
}
