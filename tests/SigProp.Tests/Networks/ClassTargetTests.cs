using SigProp.Data;
using SigProp.Training;

namespace SigProp.Tests.Networks;

/// <summary>What a network says of how its layers answer is enough to answer as they do.</summary>
public sealed class ClassTargetTests
{
    private static readonly Dataset s_data = Given.Clouds(300, width: 5);

    [Fact]
    public void A_layer_answers_by_its_targets_and_its_temperature()
    {
        NetworkSpec spec = NetworkSpec.Create(5, 3).Dense(7, Activation.Identity).Dense(4).Build();
        Network network = new Trainer(new TrainingOptions { Epochs = 3 }).Train(spec, s_data).Network;
        float[] w = network.GetTensor("layer1.weight").ToArray(), b = network.GetTensor("layer1.bias").ToArray();
        float[] t = network.GetClassTargets(1).ToArray(), x = s_data.Features[..5], p = new float[3];
        Assert.Equal(3 * 7, t.Length);
        Assert.Equal(3 * 4, network.GetClassTargets(2).Length);

        // z = h t^T / temperature
        double[] h = [.. Enumerable.Range(0, 7).Select(u => b[u] + Enumerable.Range(0, 5).Sum(j => (double)w[(u * 5) + j] * x[j]))];
        double[] z = [.. Enumerable.Range(0, 3).Select(k => Enumerable.Range(0, 7).Sum(u => h[u] * t[(k * 7) + u]) / network.GetTemperature(1))];
        network.PredictAtExit(x, p, 1);

        Assert.All(p.Zip(z), pair => Assert.Equal(Math.Exp(pair.Second) / z.Sum(Math.Exp), pair.First, 4));
        Assert.True(network.GetTemperature() > 0);
    }

    [Fact]
    public void There_are_no_targets_where_there_are_no_exits()
    {
        Network network = Network.Create(NetworkSpec.Create(5, 3).Dense(7).Build());

        Assert.Throws<InvalidOperationException>(() => network.GetClassTargets(1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.GetClassTargets(2).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.GetTemperature(0));
        Assert.Equal(1f, network.GetTemperature(1));
    }
}
