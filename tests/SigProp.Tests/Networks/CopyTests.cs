using SigProp.Continuous;
using SigProp.Tests.Persistence;
using SigProp.Training;

namespace SigProp.Tests.Networks;

/// <summary>A network's copy answers alike and learns by itself.</summary>
public sealed class CopyTests
{
    [Fact]
    public void A_copy_answers_alike_at_every_exit_and_learns_by_itself()
    {
        Network network = ModelFiles.Trained().Network;
        float[] before = ModelFiles.Answers(network), tensors = Given.Tensors(network);

        Network copy = network.Copy();

        Assert.Equal(before, ModelFiles.Answers(copy));
        Assert.Equal(ModelFiles.Answers(network, 1), ModelFiles.Answers(copy, 1));
        new Trainer(new TrainingOptions { Epochs = 1, Threads = 1 }).TrainMore(copy, null, ModelFiles.Rows);
        Assert.NotEqual(before, ModelFiles.Answers(copy));
        Assert.Equal(before, ModelFiles.Answers(network));
        Assert.Equal(tensors, Given.Tensors(network));
    }

    [Fact]
    public void Networks_of_all_kinds_are_copied()
    {
        NetworkSpec[] specs =
        [
            NetworkSpec.Create(4, 3).Dense(5).Spiking().Build(),
            NetworkSpec.Create(4, 3).Dense(5).Build() with { Continuous = new ContinuousSpec() },
            NetworkSpec.Create(new ImageShape(1, 2, 2), 3).Add(new ConvolutionSpec(4) { BatchNormalization = true }).Dense(6).Build(),
        ];
        Assert.All(specs, spec =>
        {
            Network network = Network.Create(spec, 3);
            Assert.Equal(ModelFiles.Answers(network), ModelFiles.Answers(network.Copy()));
        });
    }
}
