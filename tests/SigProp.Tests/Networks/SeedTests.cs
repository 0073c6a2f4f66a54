namespace SigProp.Tests.Networks;

/// <summary>Each part of a network draws from a stream of its own.</summary>
public sealed class SeedTests
{
    private static readonly NetworkSpec s_spec = NetworkSpec.Create(5, 3).Dense(8).Dense(8).Build();

    [Fact]
    public void The_seed_decides_every_parameter()
    {
        Assert.Equal(Given.Tensors(Network.Create(s_spec, 42)), Given.Tensors(Network.Create(s_spec, 42)));
        float[] one = Given.Tensors(Network.Create(s_spec, 42)), other = Given.Tensors(Network.Create(s_spec, 43));
        Assert.Equal(0, one.Zip(other).Count(pair => pair.First == pair.Second));
    }

    [Fact]
    public void A_layer_added_does_not_change_what_the_others_draw()
    {
        NetworkSpec deeper = NetworkSpec.Create(5, 3).Dense(8).Dense(8).Dense(20).Dense(8).Build();
        Network network = Network.Create(s_spec, 1), other = Network.Create(deeper, 1);
        Assert.All(network.Tensors, t => Assert.Equal(network.GetTensor(t.Name).ToArray(), other.GetTensor(t.Name).ToArray()));
    }

    [Fact]
    public void Parts_do_not_draw_the_same()
    {
        Network network = Network.Create(s_spec);
        float[][] starts = [.. network.Tensors.Select(t => network.GetTensor(t.Name)[..3].ToArray())];
        Assert.Equal(starts.Length, starts.Select(s => s[0] / s[1]).Distinct().Count());
    }

    [Fact]
    public void Draws_fill_their_range_evenly()
    {
        Network network = Network.Create(NetworkSpec.Create(100, 2).Dense(300).Build());
        float[] weights = network.GetTensor("layer1.weight").ToArray();
        Assert.All(weights, w => Assert.InRange(w, -0.1f, 0.1f));
        Assert.InRange(weights.Average(), -0.002, 0.002);
        Assert.Equal(0.1 * 0.1 / 3, weights.Average(w => (double)w * w), 5e-5);
    }

    [Fact]
    public void Draws_are_the_same_on_every_machine()
    {
        float[] weights = Network.Create(s_spec, 7).GetTensor("layer1.weight")[..4].ToArray();
        Assert.Equal([-0.19713977f, -0.225316301f, -0.028268069f, 0.426641822f], weights);
    }
}
