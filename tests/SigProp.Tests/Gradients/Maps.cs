namespace SigProp.Tests.Gradients;

/// <summary>Rows of maps in double precision.</summary>
internal sealed record Maps(double[][] Rows, ImageShape Shape)
{
    public Maps Flat() => this with { Shape = ImageShape.Flat(Shape.Size) };

    /// <summary>The means over the positions of each channel.</summary>
    public double[][] Means() => [.. Rows.Select(row => row.Chunk(Shape.Positions).Select(c => c.Average()).ToArray())];

    /// <summary>Mean and variance of each channel, over rows and positions.</summary>
    public (double[] Mean, double[] Variance) Moments()
    {
        double[] mean = new double[Shape.Channels], variance = new double[Shape.Channels];
        double count = (double)Rows.Length * Shape.Positions;
        foreach (double[] row in Rows)
        {
            for (int j = 0; j < row.Length; j++)
            {
                mean[j / Shape.Positions] += row[j] / count;
            }
        }

        foreach (double[] row in Rows)
        {
            for (int j = 0; j < row.Length; j++)
            {
                double difference = row[j] - mean[j / Shape.Positions];
                variance[j / Shape.Positions] += difference * difference / count;
            }
        }

        return (mean, variance);
    }
}
