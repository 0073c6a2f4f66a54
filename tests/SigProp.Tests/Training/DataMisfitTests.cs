using SigProp.Data;
using SigProp.Training;

namespace SigProp.Tests.Training;

public sealed class DataMisfitTests
{
    private static readonly NetworkSpec s_spec = NetworkSpec.Create(4, 3).Dense(6).Build();

    public static TheoryData<Dataset, string> Misfits() => new()
    {
        { Given.Clouds(12, width: 5), "data have 5 features and the network takes 4." },
        { Given.Clouds(12, classes: 4), "data have 4 classes and the network 3." },
        { new Dataset([], 4, [], 3), "data hold no rows." },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void Training_data_that_do_not_fit_are_refused(Dataset misfit, string message)
    {
        var exception = Assert.Throws<ArgumentException>("data", () => new Trainer().Train(s_spec, misfit));
        Assert.StartsWith($"The training {message}", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Misfits))]
    public void Validation_data_that_do_not_fit_are_refused_by_their_own_name(Dataset misfit, string message)
    {
        var exception = Assert.Throws<ArgumentException>("validation", () => new Trainer().Train(s_spec, Given.Clouds(12), misfit));
        Assert.StartsWith($"The validation {message}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_one_class_are_refused()
    {
        var data = new Dataset(new float[8], 4, [1, 1], 3);
        var exception = Assert.Throws<ArgumentException>("data", () => new Trainer().Train(s_spec, data));
        Assert.StartsWith("The training data hold rows of one class only", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_may_know_more_classes_than_the_data()
    {
        TrainingResult result = new Trainer(new TrainingOptions { Epochs = 1, Threads = 1 }).Train(s_spec, Given.Clouds(20, classes: 2));
        Assert.Equal(3, Evaluation.Of(result.Network, Given.Clouds(20, classes: 2)).Confusion.Count);
    }

    [Fact]
    public void Nulls_are_refused()
    {
        Assert.Throws<ArgumentNullException>("spec", () => new Trainer().Train((NetworkSpec)null!, Given.Clouds(9)));
        Assert.Throws<ArgumentNullException>("network", () => new Trainer().Train((Network)null!, Given.Clouds(9)));
        Assert.Throws<ArgumentNullException>("data", () => new Trainer().Train(s_spec, (Dataset)null!));
    }
}
