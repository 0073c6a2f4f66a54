using SigProp.Baselines;
using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Tests.Baselines;

public sealed class ErrorForwardPropagationTests
{
    private const int Inputs = 6, Width = 4;

    /// <summary>dL/dh_i = W_{i+1}^T ... V^T e; with V = (W_2 W_1)^T and an orthogonal W_2 that is W_1 e for the first layer and W_2 W_1 e for the second:
    /// the error, gone forward.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void In_a_linear_auto_encoder_whose_output_is_the_transposed_encoder_it_is_backpropagation(bool weighted)
    {
        NetworkSpec spec = NetworkSpec.CreateRegression(Inputs, Inputs).Dense(Width, Activation.Identity).Dense(Width, Activation.Identity).Build();
        Network network = Network.Create(spec, 3);
        network.SetTensor("layer2.weight", OneStep.Invertible(Width, 7, stretch: 0).Matrix);
        float[] encoder = OneStep.Product(network.GetTensor("layer2.weight").ToArray(), network.GetTensor("layer1.weight").ToArray(), Width);
        network.SetTensor("head.weight", OneStep.Transpose(encoder, Inputs));
        Batch batch = OneStep.Batch(spec, weighted);
        batch.Features.CopyTo(batch.Values, 0);
        OneStep.AssertSame(
            OneStep.Gradients(network, LearningRuleKind.Backpropagation, batch),
            OneStep.Gradients(network, LearningRuleKind.ErrorForwardPropagation, batch), 1e-5f);
    }

    /// <summary>The first layer learns from B e, which with B = V^T is backpropagation's gradient, and the second, where it is linear, from W_2 B e: with an
    /// orthogonal W_2 and B = W_2^T V^T that is backpropagation's too. B itself stays as it was drawn.</summary>
    [Theory]
    [InlineData(0f)]
    [InlineData(0.4f)]
    public void With_the_right_feedback_it_is_backpropagation(float dropout)
    {
        NetworkSpec spec = NetworkSpec.Create(Inputs, 3)
            .Add(new DenseSpec(Width) { Activation = Activation.Tanh, Dropout = dropout }).Dense(Width, Activation.Identity).Build();
        Network network = Network.Create(spec, 3);
        network.SetTensor("layer2.weight", OneStep.Invertible(Width, 7, stretch: 0).Matrix);
        float[] feedback = OneStep.Product(network.GetTensor("head.weight").ToArray(), network.GetTensor("layer2.weight").ToArray(), Width);
        Batch batch = OneStep.Batch(spec, weighted: true);
        ErrorForwardPropagation? learned = null;
        OneStep.AssertSame(
            OneStep.Gradients(network, LearningRuleKind.Backpropagation, batch),
            OneStep.Gradients(network, LearningRuleKind.ErrorForwardPropagation, batch, (_, rule) =>
            {
                learned = (ErrorForwardPropagation)rule;
                feedback.CopyTo(learned.InputFeedback.Elements);
            }), 1e-5f);
        Assert.Equal(feedback, learned!.InputFeedback.Elements.ToArray());
    }

    [Theory]
    [InlineData(LearningRuleKind.ErrorForwardPropagation)]
    [InlineData(LearningRuleKind.DifferenceTargetPropagation)]
    public void The_second_pass_leaves_running_statistics_as_the_first_left_them(LearningRuleKind rule)
    {
        NetworkSpec spec = NetworkSpec.Create(5, 3).Dense(7, batchNormalization: true).Dense(6, batchNormalization: true).Build();
        Network network = Network.Create(spec, 3);
        Batch batch = OneStep.Batch(spec, weighted: false);
        Dictionary<string, float[]> one = OneStep.Gradients(network, rule, batch), other = OneStep.Gradients(network, LearningRuleKind.Backpropagation, batch);
        Assert.All(one.Keys.Where(k => k.EndsWith("mean", StringComparison.Ordinal) || k.EndsWith("variance", StringComparison.Ordinal)),
            name => Assert.Equal(other[name], one[name]));
    }

    /// <summary>Twelve numbers made of three go through three units.</summary>
    [Fact]
    public void An_auto_encoder_learns_more_than_its_prediction_layer_alone()
    {
        float[] mixing = Given.Uniform(3 * 12, 9), rows = OneStep.Product(Given.Uniform(400 * 3, 2), mixing, 3);
        double R2(LearningRuleKind rule)
        {
            var options = new TrainingOptions
            {
                Rule = rule,
                Epochs = 40,
                BatchSize = 16,
                Optimizer = new AdamSpec { LearningRate = 0.003f },
                ValidationFraction = 0,
                Threads = 1,
            };
            NetworkSpec spec = NetworkSpec.CreateRegression(12, 12).Dense(16, Activation.Tanh).Dense(3, Activation.Identity).Build();
            float[] values = new float[rows.Length];
            new Trainer(options).Train(spec, Dataset.ForRegression(rows, 12, rows, 12)).Network.PredictValues(rows, values);
            return RegressionEvaluation.Of(values, rows, 12).R2;
        }

        double error = R2(LearningRuleKind.ErrorForwardPropagation), shallow = R2(LearningRuleKind.Shallow), back = R2(LearningRuleKind.Backpropagation);
        Assert.True(error > shallow + 0.02, $"{error}, {shallow} of the prediction layer alone, {back} of backpropagation");
    }
}
