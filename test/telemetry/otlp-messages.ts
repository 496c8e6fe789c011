import protobuf from 'protobufjs'

/**
 * The messages of OTLP that metrics are sent in, as far as the tests look at them.
 * @see https://github.com/open-telemetry/opentelemetry-proto
 */
const messages = `
syntax = "proto3";
message AnyValue { oneof value { string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4; } }
message KeyValue { string key = 1; AnyValue value = 2; }
message Resource { repeated KeyValue attributes = 1; }
message NumberDataPoint {
  repeated KeyValue attributes = 7; fixed64 start_time_unix_nano = 2; fixed64 time_unix_nano = 3;
  oneof value { double as_double = 4; sfixed64 as_int = 6; }
}
message HistogramDataPoint {
  repeated KeyValue attributes = 9; fixed64 start_time_unix_nano = 2; fixed64 time_unix_nano = 3; fixed64 count = 4;
  optional double sum = 5; repeated fixed64 bucket_counts = 6; repeated double explicit_bounds = 7;
}
message Gauge { repeated NumberDataPoint data_points = 1; }
message Sum { repeated NumberDataPoint data_points = 1; int32 aggregation_temporality = 2; bool is_monotonic = 3; }
message Histogram { repeated HistogramDataPoint data_points = 1; int32 aggregation_temporality = 2; }
message Metric {
  string name = 1; string description = 2; string unit = 3;
  oneof data { Gauge gauge = 5; Sum sum = 7; Histogram histogram = 9; }
}
message ScopeMetrics { repeated Metric metrics = 2; }
message ResourceMetrics { Resource resource = 1; repeated ScopeMetrics scope_metrics = 2; }
message ExportMetricsServiceRequest { repeated ResourceMetrics resource_metrics = 1; }
`

const request = protobuf.parse(messages).root.lookupType('ExportMetricsServiceRequest')

interface Point {
  readonly attributes?: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[]
  readonly asDouble?: number
  readonly count?: number
  readonly sum?: number
  readonly bucketCounts?: readonly number[]
  readonly explicitBounds?: readonly number[]
}

export interface Metric {
  readonly name: string
  readonly unit?: string
  readonly points: readonly { readonly attributes: Readonly<Record<string, string>>; readonly point: Point }[]
}

interface Decoded {
  readonly resourceMetrics: readonly {
    readonly resource: { readonly attributes: Point['attributes'] }
    readonly scopeMetrics: readonly {
      readonly metrics: readonly (Omit<Metric, 'points'> &
        Readonly<
          Record<'gauge' | 'sum' | 'histogram', { readonly dataPoints: readonly Point[] } | undefined>
        >)[]
    }[]
  }[]
}

const attributesOf = (attributes: Point['attributes'] = []): Readonly<Record<string, string>> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? '']))

/** What a push of metrics says. @throws Error when it is no such message */
export function decodePush(body: Uint8Array): {
  readonly resource: Readonly<Record<string, string>>
  readonly metrics: ReadonlyMap<string, Metric>
} {
  const decoded = request.toObject(request.decode(body), { longs: Number }) as Decoded
  const [only] = decoded.resourceMetrics
  if (!only) throw new Error('no resource')
  const metrics = only.scopeMetrics.flatMap((scope) => scope.metrics)
  return {
    resource: attributesOf(only.resource.attributes),
    metrics: new Map(
      metrics.map(({ name, unit, gauge, sum, histogram }) => {
        const points = (gauge ?? sum ?? histogram)?.dataPoints ?? []
        return [
          name,
          {
            name,
            ...(unit !== undefined && { unit }),
            points: points.map((point) => ({ attributes: attributesOf(point.attributes), point })),
          },
        ]
      }),
    ),
  }
}
