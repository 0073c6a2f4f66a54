namespace SigProp.Tests.Gradients;

/// <summary>What layers and passages do to rows of maps, word for word.</summary>
internal static class ReferenceMaps
{
    /// <summary>y = x W^T + b. What an x narrower than W lacks is zero.</summary>
    public static double[][] Dense(double[][] x, double[] weight, double[]? bias, int? inputs = null)
    {
        int width = inputs ?? x[0].Length, units = weight.Length / width;
        var y = new double[x.Length][];
        for (int i = 0; i < x.Length; i++)
        {
            y[i] = new double[units];
            for (int o = 0; o < units; o++)
            {
                double sum = bias?[o] ?? 0;
                for (int j = 0; j < x[i].Length; j++)
                {
                    sum += x[i][j] * weight[(o * width) + j];
                }

                y[i][o] = sum;
            }
        }

        return y;
    }

    public static Maps Convolve(ConvolutionSpec spec, Maps x, double[] weight, double[]? bias)
    {
        ImageShape to = spec.OutputShape(x.Shape);
        int channels = x.Shape.Channels / spec.Groups, perGroup = spec.Channels / spec.Groups;
        double At(double[] row, int c, int v, int u)
            => v < 0 || u < 0 || v >= x.Shape.Height || u >= x.Shape.Width ? 0 : row[(((c * x.Shape.Height) + v) * x.Shape.Width) + u];
        double[] Map(double[] row)
        {
            double[] y = new double[to.Size];
            for (int at = 0; at < y.Length; at++)
            {
                int o = at / to.Positions, top = (at % to.Positions / to.Width * spec.StrideHeight) - spec.PaddingHeight;
                int left = (at % to.Width * spec.StrideWidth) - spec.PaddingWidth;
                double sum = bias?[o] ?? 0;
                int w = o * channels * spec.KernelHeight * spec.KernelWidth;
                for (int c = 0; c < channels; c++)
                {
                    for (int v = 0; v < spec.KernelHeight; v++)
                    {
                        for (int u = 0; u < spec.KernelWidth; u++)
                        {
                            sum += weight[w++] * At(row, (o / perGroup * channels) + c, top + v, left + u);
                        }
                    }
                }

                y[at] = sum;
            }

            return y;
        }

        return new Maps([.. x.Rows.Select(Map)], to);
    }

    public static Maps Pass(LayerSpec stage, Maps x)
    {
        if (stage is not PoolingSpec pooling)
        {
            return x.Flat();
        }

        ImageShape to = pooling.OutputShape(x.Shape);
        int step = pooling.Stride ?? pooling.Window;
        double[] Pool(double[] row)
        {
            double[] y = new double[to.Size];
            for (int at = 0; at < y.Length; at++)
            {
                int top = at % to.Positions / to.Width * step, left = at % to.Width * step;
                double max = double.NegativeInfinity, sum = 0;
                for (int v = top; v < top + pooling.Window; v++)
                {
                    for (int u = left; u < left + pooling.Window; u++)
                    {
                        double value = row[(((at / to.Positions * x.Shape.Height) + v) * x.Shape.Width) + u];
                        max = Math.Max(max, value);
                        sum += value;
                    }
                }

                y[at] = pooling.Operation == PoolingKind.Max ? max : sum / (pooling.Window * pooling.Window);
            }

            return y;
        }

        return new Maps([.. x.Rows.Select(Pool)], to);
    }

    /// <summary>Rows of numbers of targets beside outputs of the shape <paramref name="to"/>: patches are brought to that shape by adaptive
    /// averaging; rows of numbers stay as they are.</summary>
    public static Maps Flatten(Maps x, ImageShape to)
    {
        if (x.Shape == to || (x.Shape.Positions == 1 && to.Positions == 1))
        {
            return x.Flat();
        }

        static (int First, int End) Part(int i, int parts, int whole)
            => ((int)Math.Floor((double)i * whole / parts), (int)Math.Ceiling((double)(i + 1) * whole / parts));
        double[] Row(double[] row) =>
        [
            .. from c in Enumerable.Range(0, to.Channels)
               from v in Enumerable.Range(0, to.Height)
               from u in Enumerable.Range(0, to.Width)
               let rows = Part(v, to.Height, x.Shape.Height)
               let columns = Part(u, to.Width, x.Shape.Width)
               select (from a in Enumerable.Range(rows.First, rows.End - rows.First)
                       from b in Enumerable.Range(columns.First, columns.End - columns.First)
                       select row[(((c * x.Shape.Height) + a) * x.Shape.Width) + b]).Average(),
        ];
        return new Maps([.. x.Rows.Select(Row)], ImageShape.Flat(to.Size));
    }

    public static double[][] Activate(LearningLayerSpec spec, double[][] z) => [.. z.Select(row => row.Select(v => spec.Activation switch
    {
        Activation.Identity => v,
        Activation.ReLU => Math.Max(v, 0),
        Activation.LeakyReLU => v > 0 ? v : spec.NegativeSlope * v,
        _ => Math.Tanh(v),
    }).ToArray())];
}
