using System.Globalization;
using System.Xml.Linq;
using SigProp.Continuous;
using SigProp.Numerics;
using SigProp.Tests.Spiking;
using SigProp.Training;

namespace SigProp.Tests.Continuous;

/// <summary>Fig 4: the weights of the loop align to each other as it learns.</summary>
public sealed class AlignmentTests
{
    [Fact]
    public void Angles_are_those_between_a_matrix_and_the_transposed_product_of_the_others()
    {
        Network network = Network.Create(NetworkSpec.Create(6, 3).Continuous().Dense(5).Dense(4).Build(), 2);
        using var context = new ComputeContext(1);
        Dictionary<string, double> angles = LoopAlignment.Of(network.Coupled!, context).ToDictionary(a => a.Name, a => a.Degrees);
        Assert.Equal(["layer2.weight", "head.weight", "loop.weight"], angles.Keys);
        double[,] second = Matrix("layer2.weight"), head = Matrix("head.weight"), loop = Matrix("loop.weight");
        Assert.Equal(Degrees(second, Times(loop, head)), angles["layer2.weight"], 1e-3);
        Assert.Equal(Degrees(head, Times(second, loop)), angles["head.weight"], 1e-3);
        Assert.Equal(Degrees(loop, Times(head, second)), angles["loop.weight"], 1e-3);

        double[,] Matrix(string name)
        {
            TensorInfo info = network.Tensors.Single(t => t.Name == name);
            ReadOnlySpan<float> values = network.GetTensor(name);
            double[,] matrix = new double[info.Rows, info.Columns];
            for (int i = 0; i < values.Length; i++)
            {
                matrix[i / info.Columns, i % info.Columns] = values[i];
            }

            return matrix;
        }
    }

    [Fact]
    public void A_matrix_and_its_transposed_are_aligned_and_classic_propagation_has_no_loop()
    {
        Network network = Network.Create(NetworkSpec.Create(6, 2).Continuous().Dense(3).Build(), 2);
        ReadOnlySpan<float> v = network.GetTensor("head.weight");
        network.SetTensor("loop.weight", [v[0], v[3], v[1], v[4], v[2], v[5]]);
        using var context = new ComputeContext(1);
        Assert.All(LoopAlignment.Of(network.Coupled!, context), a => Assert.Equal(0, a.Degrees, 0.05));

        Network classic = Network.Create(NetworkSpec.Create(6, 2).Continuous(new() { Feedback = ContinuousFeedback.Symmetric }).Dense(3).Build());
        Assert.Empty(LoopAlignment.Of(classic.Coupled!, context));
    }

    [Fact]
    public void Angles_fall_below_90_degrees_are_in_every_epoch_and_in_the_figure()
    {
        TrainingReport report = new Trainer(ContinuousNetworks.Options).Train(ContinuousNetworks.Two(), SpikingNetworks.Rows(240)).Report;
        Assert.All(report.Epochs, e => Assert.Equal(3, e.Angles.Count));
        Assert.All(report.Epochs[^1].Angles, a => Assert.InRange(a.Degrees, 0, 89));
        Assert.True(report.Epochs[^1].Angles[1].Degrees < report.Epochs[0].Angles[1].Degrees);

        XElement figure = XDocument.Parse(AlignmentFigure.ToSvg(report.Epochs, "A <title> & more")).Root!;
        XElement[] lines = [.. figure.Descendants().Where(e => e.Name.LocalName == "polyline")];
        Assert.Equal(3, lines.Length);
        Assert.All(lines, l => Assert.Equal(report.Epochs.Count, l.Attribute("points")!.Value.Split(' ').Length));
        string[] texts = [.. figure.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)];
        Assert.Contains("A <title> & more", texts);
        Assert.Contains("Epoch", texts);
        Assert.Contains("Angle in degrees", texts);
        Assert.Contains(texts, t => t.StartsWith("loop.weight ", StringComparison.Ordinal));
    }

    [Fact]
    public void The_figure_is_the_same_in_every_language_and_is_made_of_one_epoch_too()
    {
        EpochReport epoch = Epoch(1, 91.25, 40.5);
        CultureInfo before = CultureInfo.CurrentCulture;
        string here = AlignmentFigure.ToSvg([epoch]);
        try
        {
            var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            other.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = other;
            Assert.Equal(here, AlignmentFigure.ToSvg([epoch]));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Equal(2, XDocument.Parse(here).Descendants().Count(e => e.Name.LocalName == "circle"));
        Assert.Throws<ArgumentException>(() => AlignmentFigure.ToSvg([Epoch(1)]));
        Assert.Throws<ArgumentException>(() => AlignmentFigure.ToSvg([]));
    }

    private static EpochReport Epoch(int number, params double[] degrees) => new()
    {
        Epoch = number,
        LearningRate = 0.1f,
        Training = [],
        Validation = [],
        Seconds = 1,
        Angles = [.. degrees.Select((d, i) => new WeightAngle($"layer{i + 2}.weight", d))],
    };

    private static double[,] Times(double[,] a, double[,] b)
    {
        double[,] product = new double[a.GetLength(0), b.GetLength(1)];
        for (int i = 0; i < a.GetLength(0); i++)
        {
            for (int j = 0; j < b.GetLength(1); j++)
            {
                for (int k = 0; k < a.GetLength(1); k++)
                {
                    product[i, j] += a[i, k] * b[k, j];
                }
            }
        }

        return product;
    }

    private static double Degrees(double[,] weight, double[,] product)
    {
        double dot = 0, own = 0, other = 0;
        for (int i = 0; i < weight.GetLength(0); i++)
        {
            for (int j = 0; j < weight.GetLength(1); j++)
            {
                dot += weight[i, j] * product[j, i];
                own += weight[i, j] * weight[i, j];
                other += product[j, i] * product[j, i];
            }
        }

        return Math.Acos(dot / Math.Sqrt(own * other)) * 180 / Math.PI;
    }
}
