namespace SigProp.MLNet;

/// <summary>What is done with rows that have missing values: features that are NaN.</summary>
public enum MissingValues
{
    /// <summary>They are not learned from, and a warning says how many there were; their score is NaN.</summary>
    Skip,

    /// <summary>A missing value becomes the feature's mean over the training rows that have it, in training and in scoring. Features that were missing in some
    /// training rows get further features beside them, which say where they are missing; not of images and time series.</summary>
    Impute,
}
