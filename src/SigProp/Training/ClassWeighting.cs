namespace SigProp.Training;

/// <summary>How much the rows of a class weigh in every loss.</summary>
public enum ClassWeighting
{
    /// <summary>As much as the rows of any other class.</summary>
    None,

    /// <summary>In inverse proportion to how many rows the class has, so that all classes together weigh the same.</summary>
    Balanced,
}
