using SigProp.Data;

namespace SigProp;

public sealed partial class Network
{
    private readonly struct ValueRows(
        Network network, OutputTable output, PinnedRows<float> features, PinnedRows<float> values, int? exit) : IRowBlock
    {
        public void Execute(Inference inference, int first, int count)
        {
            Span<float> rows = features.Slice(first, count), y = values.Slice(first, count);
            if (exit is null && !network.Head.NeedsTargets)
            {
                Guard.AllFinite(rows, "features");
                inference.Scores(rows, count, null).CopyTo(y);
            }
            else
            {
                // y = sum_k softmax(h t^T)_k c_k
                ReadOnlySpan<float> p = network.Distributions(inference, rows, first, count, exit);
                int bins = network.Spec.Bins;
                for (int i = 0; i < count; i++)
                {
                    y[i] = PredictiveDistribution.Expectation(p.Slice(i * bins, bins), output.Centers);
                }
            }

            output.Restore(y);
            int at = Guard.FirstNotFinite(y);
            if (at >= 0)
            {
                throw ScoresNotFinite(first + (at / values.Width));
            }
        }

        public void Clear(int rows) => values.Slice(0, rows).Clear();
    }

    private readonly struct QuantileRows(
        Network network, OutputTable output, Calibration? calibration, PinnedRows<float> features, PinnedRows<double> levels,
        PinnedRows<float> quantiles) : IRowBlock
    {
        public void Execute(Inference inference, int first, int count)
        {
            ReadOnlySpan<float> p = network.Distributions(inference, features.Slice(first, count), first, count, null);
            ReadOnlySpan<double> asked = levels[0];
            int bins = network.Spec.Bins;
            for (int i = 0; i < count; i++)
            {
                Span<float> row = quantiles[first + i];
                for (int j = 0; j < asked.Length; j++)
                {
                    row[j] = calibration?.Quantile(p.Slice(i * bins, bins), asked[j])
                        ?? PredictiveDistribution.Quantile(p.Slice(i * bins, bins), output.Edges, asked[j]);
                }
            }

            output.Restore(quantiles.Slice(first, count));
        }

        public void Clear(int rows) => quantiles.Slice(0, rows).Clear();
    }

    private readonly struct IntervalRows(
        Network network, OutputTable output, Calibration calibration, double coverage, PinnedRows<float> features, PinnedRows<float> lower,
        PinnedRows<float> upper) : IRowBlock
    {
        public void Execute(Inference inference, int first, int count)
        {
            ReadOnlySpan<float> p = network.Distributions(inference, features.Slice(first, count), first, count, null);
            Span<float> from = lower.Slice(first, count), to = upper.Slice(first, count);
            int bins = network.Spec.Bins;
            for (int i = 0; i < count; i++)
            {
                (from[i], to[i]) = calibration.Interval(p.Slice(i * bins, bins), coverage);
            }

            output.Restore(from);
            output.Restore(to);
        }

        public void Clear(int rows)
        {
            lower.Slice(0, rows).Clear();
            upper.Slice(0, rows).Clear();
        }
    }
}
